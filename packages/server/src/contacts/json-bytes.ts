import type { AttributeValue } from '@postern/core/values';

const ROOM = 16_384;
const [QUOTE, BACKSLASH, SPACE, TILDE] = [0x22, 0x5c, 0x20, 0x7e];
const [COMMA, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x2c, 0x7b, 0x7d, 0x5b, 0x5d];
/** A character of a text takes at most three bytes of UTF-8, or six as an escape. */
const WIDEST = 6;

/**
 * Objects of JSON (RFC 8259) as bytes, the same that `JSON.stringify` and UTF-8 make of them. Their texts
 * would be made, joined and encoded for each of a million people: 5 µs of them, and most of the memory.
 */
export class JsonBytes {
  #bytes = Buffer.allocUnsafe(ROOM);
  #end = 0;
  /** Where each object begins and, behind the last, where the next would. */
  readonly #starts: number[] = [0];

  clear(): void {
    this.#end = 0;
    this.#starts.length = 1;
  }

  /** How far it is written. */
  get end(): number {
    return this.#end;
  }

  /** A copy of what was written from there on, to be given to `again`. */
  since(from: number): Uint8Array {
    return Uint8Array.prototype.slice.call(this.#bytes, from, this.#end);
  }

  again(written: Uint8Array): void {
    this.#reserve(written.length);
    this.#bytes.set(written, this.#end);
    this.#end += written.length;
  }

  /** `name` as `nameOf` makes it. */
  member(name: Uint8Array, value: AttributeValue): void {
    this.again(name);
    this.#value(value);
  }

  /** Ends the object: what is written next belongs to another. */
  close(): void {
    this.#reserve(2);
    const start = this.#starts.at(-1) ?? 0;
    if (this.#end === start) this.#bytes[this.#end++] = OPEN;
    // each member has a comma before it
    else this.#bytes[start] = OPEN;
    this.#bytes[this.#end++] = CLOSE;
    this.#starts.push(this.#end);
  }

  /** An object that was closed; good until they are cleared. */
  object(index: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[index], this.#starts[index + 1]);
  }

  #value(value: AttributeValue): void {
    if (typeof value === 'string') return this.#text(value);
    if (!Array.isArray(value)) return this.#plain(JSON.stringify(value));
    this.#byte(OPEN_LIST);
    for (let at = 0; at < value.length; at++) {
      if (at > 0) this.#byte(COMMA);
      this.#text(value[at] ?? '');
    }
    this.#byte(CLOSE_LIST);
  }

  #text(text: string): void {
    this.#reserve(WIDEST * text.length + 2);
    const bytes = this.#bytes;
    let end = this.#end;
    bytes[end++] = QUOTE;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) {
        this.#end += bytes.write(JSON.stringify(text), this.#end, 'utf8');
        return;
      }
      bytes[end++] = code;
    }
    bytes[end++] = QUOTE;
    this.#end = end;
  }

  #plain(ascii: string): void {
    this.#reserve(ascii.length);
    for (let at = 0; at < ascii.length; at++) this.#bytes[this.#end++] = ascii.charCodeAt(at);
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#end++] = byte;
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const wider = Buffer.allocUnsafe(2 * (this.#end + more));
    wider.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = wider;
  }
}

/** What stands before the value of a member. */
export const nameOf = (key: string): Uint8Array => Buffer.from(`,${JSON.stringify(key)}:`);
