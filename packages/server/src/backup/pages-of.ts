import { crc32 } from 'node:zlib';

/** About so many bytes are a page, and never more than the other, but for one row that is larger. */
const PAGE_BYTES = 131_072;
const MOST_BYTES = 1_048_576;
const HASHES = 2 ** 32;
/** Signature, flags, length of an extension that PostgreSQL does not write. */
const COPY_HEAD_BYTES = 19;

interface Page {
  readonly rows: number;
  readonly bytes: Buffer;
}

/**
 * Cuts the rows of a binary COPY into pages. After which row a page ends follows from that row's key
 * and length alone, so that a row that is added, changed or deleted changes the page that it lies in and
 * no other: the rest is found again in an earlier backup (the content-defined chunks of LBFS,
 * Muthitacharoen et al., SOSP 2001, with rows in place of bytes). `keyed`: the columns of the key, which
 * come first; 0: the whole row stands for itself.
 */
export async function* pagesOf(
  pieces: AsyncIterable<Buffer>,
  keyed: number,
): AsyncGenerator<Page, void> {
  let page: Buffer[] = [];
  let pageBytes = 0;
  let rows = 0;
  for await (const row of rowsOf(pieces)) {
    page.push(row);
    pageBytes += row.length;
    rows += 1;
    if (pageBytes < MOST_BYTES && !endsPage(row, keyed)) continue;
    yield { rows, bytes: Buffer.concat(page) };
    page = [];
    pageBytes = 0;
    rows = 0;
  }
  if (rows > 0) yield { rows, bytes: Buffer.concat(page) };
}

function endsPage(row: Buffer, keyed: number): boolean {
  const key = keyed === 0 ? row : row.subarray(2, endOfFields(row, keyed));
  return crc32(key) < (row.length / PAGE_BYTES) * HASHES;
}

async function* rowsOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let needed = COPY_HEAD_BYTES;
  let begun = false;
  for await (const piece of pieces) {
    waiting.push(piece);
    waitingBytes += piece.length;
    // a row of many megabytes comes in many pieces: they are put together once
    if (waitingBytes < needed) continue;
    const all = waiting.length === 1 ? piece : Buffer.concat(waiting);
    let at = begun ? 0 : COPY_HEAD_BYTES;
    begun = true;
    for (;;) {
      const end = endOfRow(all, at);
      if (end === 'last') return;
      if (typeof end === 'object') {
        needed = end.atLeast - at;
        break;
      }
      yield all.subarray(at, end);
      at = end;
    }
    waiting = [all.subarray(at)];
    waitingBytes = all.length - at;
  }
  throw new Error('A copy of rows out of the database ended before its end.');
}

/** Where the row ends, or how far has to be seen to know. */
function endOfRow(all: Buffer, at: number): number | 'last' | { readonly atLeast: number } {
  if (at + 2 > all.length) return { atLeast: at + 2 };
  const fields = all.readInt16BE(at);
  if (fields < 0) return 'last';
  let end = at + 2;
  for (let field = 0; field < fields; field++) {
    if (end + 4 > all.length) return { atLeast: end + 4 };
    end += 4 + Math.max(0, all.readInt32BE(end));
    if (end > all.length) return { atLeast: end };
  }
  return end;
}

function endOfFields(row: Buffer, count: number): number {
  let end = 2;
  for (let field = 0; field < count; field++) end += 4 + Math.max(0, row.readInt32BE(end));
  return end;
}
