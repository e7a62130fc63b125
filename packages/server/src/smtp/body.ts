const DOT = 0x2e;
const CR = 0x0d;
const LF = 0x0a;
const LINE_THEN_DOT = Buffer.from('\n.');
const CRLF = Buffer.from('\r\n');
const ONE_DOT = Buffer.from('.');

/** What goes into the socket at once; of a larger message the rest waits until this has gone. */
export const AT_ONCE = 262_144;

/**
 * The message as DATA wants it: a dot before each line that begins with one (RFC 5321 section
 * 4.5.2), and CRLF at the end. Nothing is copied: where a dot is needed the part is cut there, and
 * the composer's messages have no such line.
 */
export function dotStuffed(source: readonly Buffer[]): readonly Buffer[] {
  const stuffed: Buffer[] = [];
  let last = LF;
  let beforeLast = CR;
  for (const part of source) {
    if (part.length === 0) continue;
    if (part[0] === DOT && last === LF) stuffed.push(ONE_DOT);
    let start = 0;
    for (;;) {
      const found = part.indexOf(LINE_THEN_DOT, start);
      if (found === -1) break;
      stuffed.push(part.subarray(start, found + 1), ONE_DOT);
      start = found + 1;
    }
    stuffed.push(start === 0 ? part : part.subarray(start));
    beforeLast = part.length > 1 ? (part.at(-2) ?? 0) : last;
    last = part.at(-1) ?? 0;
  }
  if (beforeLast !== CR || last !== LF) stuffed.push(CRLF);
  return stuffed;
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
