const DOT = 0x2e;
const CR = 0x0d;
const LF = 0x0a;
const LINE_THEN_DOT = Buffer.from('\n.');
const CRLF = Buffer.from('\r\n');
/** What goes into the socket at once; of a larger message the rest waits until this has gone. */
export const AT_ONCE = 262_144;

/**
 * The message as DATA wants it: a dot before each line that begins with one (RFC 5321 section
 * 4.5.2), and CRLF at the end. A part without such a line, as all of the composer's are, is not
 * copied.
 */
export function dotStuffed(source: readonly Buffer[]): readonly Buffer[] {
  const stuffed: Buffer[] = [];
  let last = LF;
  let beforeLast = CR;
  for (const part of source) {
    if (part.length === 0) continue;
    const dots = dotsThatBegin(part, last === LF);
    stuffed.push(dots.length === 0 ? part : doubled(part, dots));
    beforeLast = part.length > 1 ? (part.at(-2) ?? 0) : last;
    last = part.at(-1) ?? 0;
  }
  if (beforeLast !== CR || last !== LF) stuffed.push(CRLF);
  return stuffed;
}

/** Where the dots are that begin a line. */
function dotsThatBegin(part: Buffer, atStart: boolean): readonly number[] {
  const dots = atStart && part[0] === DOT ? [0] : [];
  for (;;) {
    const found = part.indexOf(LINE_THEN_DOT, dots.at(-1) ?? 0);
    if (found === -1) return dots;
    dots.push(found + 1);
  }
}

function doubled(part: Buffer, dots: readonly number[]): Buffer {
  const copy = Buffer.allocUnsafe(part.length + dots.length);
  let start = 0;
  let to = 0;
  for (const dot of dots) {
    // up to the dot and with it; the next piece begins with the same dot
    to += part.copy(copy, to, start, dot + 1);
    start = dot;
  }
  part.copy(copy, to, start);
  return copy;
}

/** The parts in portions of at most `AT_ONCE` octets, in order. */
export function portions(parts: readonly Buffer[]): readonly (readonly Buffer[])[] {
  const all: Buffer[][] = [];
  let portion: Buffer[] = [];
  let room = AT_ONCE;
  for (const part of parts) {
    let start = 0;
    while (start < part.length) {
      const piece = part.subarray(start, start + room);
      portion.push(piece);
      start += piece.length;
      room -= piece.length;
      if (room > 0) continue;
      all.push(portion);
      portion = [];
      room = AT_ONCE;
    }
  }
  if (portion.length > 0) all.push(portion);
  return all;
}
