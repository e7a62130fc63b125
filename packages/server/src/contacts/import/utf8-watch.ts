import { isUtf8 } from 'node:buffer';

/** Watches bytes go by; `problem` is a sentence once they were not UTF-8, with the line. */
export function utf8Watch(): { see(piece: Buffer): string | null; end(): string | null } {
  let lines = 0;
  let half: Buffer = Buffer.alloc(0);
  const complain = (line: number) =>
    `Line ${line.toLocaleString('en-US')} is not in UTF-8. Save the file as “CSV UTF-8” and upload it again.`;
  return {
    see(piece) {
      const bytes = half.length === 0 ? piece : Buffer.concat([half, piece]);
      const whole = bytes.subarray(0, bytes.length - halfAtTheEnd(bytes));
      if (!isUtf8(whole)) return complain(lines + firstBad(whole));
      lines += count(whole);
      half = Buffer.from(bytes.subarray(whole.length));
      return null;
    },
    end: () => (half.length > 0 ? complain(lines + 1) : null),
  };
}

/** How many bytes at the end are the beginning of a character that goes on: RFC 3629 section 3. */
function halfAtTheEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

function count(piece: Buffer): number {
  let found = 0;
  for (let at = piece.indexOf(0x0a); at !== -1; at = piece.indexOf(0x0a, at + 1)) found++;
  return found;
}

/** The first line that is not UTF-8, from 1. */
function firstBad(bytes: Buffer): number {
  let number = 1;
  let from = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, from)) {
    if (!isUtf8(bytes.subarray(from, at))) return number;
    from = at + 1;
    number++;
  }
  return number;
}
