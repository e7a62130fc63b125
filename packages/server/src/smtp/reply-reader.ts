import type { ServerReply } from './session.ts';

/** A reply as it was read: its code, and what stood after the code in each of its lines. */
export interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}

/**
 * RFC 5321 section 4.5.3.1.5 has 512 octets; servers exceed it, so eight times that is borne. What
 * is longer comes from no mail server.
 */
const LONGEST_LINE = 4096;
const LONGEST_REPLY = 65_536;

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const SPACE = 0x20;
const NOTHING = Buffer.alloc(0);

/**
 * Reads replies (RFC 5321 section 4.2) out of bytes that arrive in any pieces; a bare LF ends a line
 * too. After nonsense it stays broken and reads no more.
 */
export class ReplyReader {
  #rest = NOTHING;
  #code = 0;
  #lines: string[] = [];
  #octets = 0;
  #broken = false;

  /** True when nothing of a next reply has arrived. */
  get empty(): boolean {
    return this.#rest.length === 0 && this.#lines.length === 0;
  }

  /**
   * Takes what arrived and tells each reply that it completes, in order. Answers false for what is
   * not SMTP: the replies before it were told.
   */
  push(chunk: Buffer, tell: (reply: Reply) => void): boolean {
    if (this.#broken) return false;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = NOTHING;
    let start = 0;
    while (start < bytes.length) {
      const end = bytes.indexOf(LF, start);
      const length = (end === -1 ? bytes.length : end) - start;
      if (length > LONGEST_LINE || this.#octets + length > LONGEST_REPLY) return this.#nonsense();
      if (end === -1) {
        // a copy, so that a few octets do not hold on to the socket's whole buffer
        this.#rest = Buffer.from(bytes.subarray(start));
        return true;
      }
      const reply = this.#line(bytes, start, bytes[end - 1] === CR && end > start ? end - 1 : end);
      if (reply === false) return this.#nonsense();
      start = end + 1;
      if (reply !== null) tell(reply);
    }
    return true;
  }

  /** The reply that the line ends, null when more lines follow, false when it is no line of one. */
  #line(bytes: Buffer, start: number, end: number): Reply | null | false {
    const code = codeAt(bytes, start, end);
    if (code === 0 || (this.#lines.length > 0 && code !== this.#code)) return false;
    const mark = end === start + 3 ? SPACE : bytes[start + 3];
    if (mark !== SPACE && mark !== DASH) return false;
    const text = end <= start + 4 ? '' : bytes.toString('utf8', start + 4, end);
    if (mark === SPACE && this.#lines.length === 0) return { code, lines: [text] };
    this.#code = code;
    this.#lines.push(text);
    this.#octets += end - start;
    if (mark === DASH) return null;
    const lines = this.#lines;
    this.#lines = [];
    this.#octets = 0;
    return { code, lines };
  }

  #nonsense(): false {
    this.#broken = true;
    this.#rest = NOTHING;
    this.#lines = [];
    return false;
  }
}

/** Three digits of which the first says 2 to 5, RFC 5321 section 4.2.1; else 0. */
function codeAt(bytes: Buffer, start: number, end: number): number {
  if (end - start < 3) return 0;
  const first = digitAt(bytes, start);
  const second = digitAt(bytes, start + 1);
  const third = digitAt(bytes, start + 2);
  if (first < 2 || first > 5 || second < 0 || third < 0) return 0;
  return first * 100 + second * 10 + third;
}

function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - 0x30;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** The reply as the contract has it; the enhanced code (RFC 2034) of several lines is the last's. */
export function serverReply({ code, lines }: Reply): ServerReply {
  const enhanced = /^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)/.exec(lines.at(-1) ?? '')?.[1] ?? null;
  return { code, enhanced, text: lines.join('\n') };
}
