/**
 * Holds half a dozen messages; one that waits long keeps no more than this from being freed. Less than
 * what malloc asks the system for anew each time (`MALLOC_MMAP_THRESHOLD_`).
 */
const SIZE = 126_976;
/** What is left at the end of a sheet is not written on, if it is less. */
const WORTH = 4_096;

/**
 * Where messages are written down, octet by octet, one behind the other: each is a view into it. An
 * array buffer for each message would be allocated, tracked by the collector and freed a thousand
 * times a second. What was written is never written over; a full sheet is freed with its last message.
 */
export class Sheet {
  #octets = Buffer.allocUnsafeSlow(SIZE);
  #begin = 0;
  #end = 0;

  /** Every sign is one octet: what lies beyond ASCII was encoded before, or is UTF-8 in latin1. */
  signs(text: string): void {
    if (this.#octets.length - this.#end < text.length) this.#makeRoom(text.length);
    this.#end += this.#octets.write(text, this.#end, 'latin1');
  }

  copy(octets: Buffer): void {
    if (this.#octets.length - this.#end < octets.length) this.#makeRoom(octets.length);
    this.#octets.set(octets, this.#end);
    this.#end += octets.length;
  }

  /** What was written since it was last cut. */
  cut(): Buffer {
    const written = this.#octets.subarray(this.#begin, this.#end);
    this.#begin = this.#end;
    if (this.#octets.length - this.#end < WORTH) this.#turn(SIZE);
    return written;
  }

  /** Leaves what was written since the last cut unwritten: a message that cannot be. */
  wipe(): void {
    this.#end = this.#begin;
  }

  #makeRoom(more: number): void {
    const written = this.#octets.subarray(this.#begin, this.#end);
    this.#turn(Math.max(SIZE, 2 * (written.length + more)));
    this.copy(written);
  }

  #turn(size: number): void {
    this.#octets = Buffer.allocUnsafeSlow(size);
    this.#begin = 0;
    this.#end = 0;
  }
}
