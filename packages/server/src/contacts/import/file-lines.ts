import type { CsvLine } from '@postern/core/contacts';

export type LineEnd = 'lf' | 'cr';

/** No row of a patient is longer; what is after it in the line is dropped, and the row rejected. */
const LONGEST_LINE = 1_048_576;

/**
 * The physical lines of a file from byte `start`, where line `first` begins, piece by piece; those of a
 * piece are made as they are asked for, and all are asked for before the next. Lines end in LF or CRLF, or
 * in CR alone for files that have nothing else. The bytes were found to be UTF-8 when they were uploaded; a
 * byte order mark is no part of the first line.
 */
export async function* fileLines(
  pieces: AsyncIterable<Buffer>,
  { start, first, lineEnd }: { start: number; first: number; lineEnd: LineEnd },
): AsyncGenerator<Iterable<CsvLine>> {
  const mark = lineEnd === 'lf' ? 0x0a : 0x0d;
  let number = first;
  let offset = start;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  const carry = (part: Buffer) => {
    if (carriedBytes < LONGEST_LINE) carried.push(part);
    carriedBytes += part.length;
  };
  const take = (ending: number): CsvLine => {
    const cut = carriedBytes > LONGEST_LINE;
    const bytes = Buffer.concat(carried).subarray(0, LONGEST_LINE);
    const begin = number === 1 && bytes.subarray(0, 3).equals(BOM) ? 3 : 0;
    const close = bytes.length > begin && bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
    offset += carriedBytes + ending;
    carried = [];
    carriedBytes = 0;
    const text = bytes.toString('utf8', begin, close);
    return { number: number++, text, end: offset, ...(cut ? { cut } : {}) };
  };
  const linesOf = function* (piece: Buffer): Generator<CsvLine> {
    let from = 0;
    for (let at = piece.indexOf(mark); at !== -1; at = piece.indexOf(mark, from)) {
      if (carriedBytes === 0 && number > 1 && at - from <= LONGEST_LINE) {
        // a line that lies whole in the piece
        const close = at > from && piece[at - 1] === 0x0d ? at - 1 : at;
        offset += at - from + 1;
        yield { number: number++, text: piece.toString('utf8', from, close), end: offset };
      } else {
        carry(piece.subarray(from, at));
        yield take(1);
      }
      from = at + 1;
    }
    carry(piece.subarray(from));
  };
  for await (const piece of pieces) yield linesOf(piece);
  if (carriedBytes > 0) yield [take(0)];
}

const BOM = Buffer.of(0xef, 0xbb, 0xbf);
