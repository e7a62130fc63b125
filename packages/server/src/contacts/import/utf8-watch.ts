import { isUtf8 } from 'node:buffer';

/** Watches bytes go by; `problem` is a sentence once they were not UTF-8, with the line. */
export function utf8Watch(): { see(piece: Buffer): string | null; end(): string | null } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let lines = 0;
  const complain = (line: number) =>
    `Line ${line.toLocaleString('en-US')} is not in UTF-8. Save the file as “CSV UTF-8” and upload it again.`;
  return {
    see(piece) {
      try {
        decoder.decode(piece, { stream: true });
        lines += count(piece);
        return null;
      } catch {
        return complain(lines + firstBad(piece));
      }
    },
    end() {
      try {
        decoder.decode();
        return null;
      } catch {
        return complain(lines + 1);
      }
    },
  };
}

function count(piece: Buffer): number {
  let found = 0;
  for (let at = piece.indexOf(0x0a); at !== -1; at = piece.indexOf(0x0a, at + 1)) found++;
  return found;
}

/** From 1. The piece's first and last characters may be halves: those are looked at last. */
function firstBad(piece: Buffer): number {
  let number = 1;
  let from = 0;
  while (from < 3 && ((piece[from] ?? 0) & 0xc0) === 0x80) from++;
  for (let at = piece.indexOf(0x0a); at !== -1; at = piece.indexOf(0x0a, from)) {
    if (!isUtf8(piece.subarray(from, at))) return number;
    from = at + 1;
    number++;
  }
  return number;
}
