import type { Reply } from './reply-reader.ts';
import type { SmtpFault } from './session.ts';
import type { Wire, WireListener } from './wire.ts';

/**
 * Whose replies come next, where one message begins before the other has its answer: replies come in
 * the order of the commands (RFC 2920 section 3.2). What ends the wire ends all of them.
 */
export class Turns implements WireListener {
  readonly #wire: Wire;
  readonly #waiting: WireListener[] = [];

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  get none(): boolean {
    return this.#waiting.length === 0;
  }

  begin(listener: WireListener): void {
    this.#waiting.push(listener);
    this.#wire.listen(this);
  }

  end(listener: WireListener): void {
    const at = this.#waiting.indexOf(listener);
    if (at !== -1) this.#waiting.splice(at, 1);
    if (this.none) this.#wire.listen(null);
  }

  onReply(reply: Reply): void {
    this.#waiting[0]?.onReply(reply);
  }

  onGone(fault: SmtpFault): void {
    for (const listener of this.#waiting.splice(0)) listener.onGone(fault);
  }
}
