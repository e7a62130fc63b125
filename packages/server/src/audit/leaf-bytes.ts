/*
 * Leaves straight from what PostgreSQL copies out, without a string or an object for any of them: a
 * fraction of what reading rows and writing their text would cost. `leafText` of @postern/core/audit
 * says what comes out; a test holds the two together.
 */

/** The columns in the order in which `eachLeaf` reads them. */
export const LEAF_COLUMNS =
  'sequence, id, at, actor_kind, actor, action, origin, purpose, subject, mac';
/** The same of entries that have no number yet. */
export const PENDING_COLUMNS = LEAF_COLUMNS.replace('sequence', 'null::bigint');
const TEXTS = 6;

/** PostgreSQL's documentation, "Binary Format" under COPY: signature, flags, header extension. */
export const COPY_HEADER_BYTES = 19;
/** Microseconds between the epochs of Unix and of PostgreSQL, 2000-01-01. */
const EPOCH_MICROS = 946_684_800_000_000;
const LINE = 0x0a;
const UNKNOWN = 0x2d;
const DIGITS = Buffer.from('0123456789abcdef');
/** What the fields of fixed length come to at most. */
const ROOM = 256;
/** From here on a call to copy a text costs less than its bytes one by one. */
const LONG = 64;

export interface LeafRow {
  /** 0: it has none yet, which its leaf tells as `-`. */
  readonly sequence: number;
  /** The leaf after the zero that is hashed before it. */
  readonly leaf: Buffer;
  /** Where the entry's own text ends in the leaf: behind it stand a line's end and the keyed hash. */
  readonly textEnd: number;
  /** Where the fields from `id` to `subject` stand in the answer, as COPY takes them in again. */
  readonly from: number;
  readonly to: number;
}

/** How a leaf begins, up to the entry's number. */
export const leafHead = (organizationId: string) =>
  Buffer.from(`\0postern.audit.2\n${organizationId}\n`);

/**
 * Hands on each row of a COPY's answer, which is overwritten by the next. From a place in the answer on
 * and so many at most: answers where the next one stands; null: there is none.
 */
export function eachLeaf(
  answer: Buffer,
  organizationId: string,
  use: (row: LeafRow) => void,
  { start = COPY_HEADER_BYTES, most = Number.POSITIVE_INFINITY } = {},
): number | null {
  const head = leafHead(organizationId);
  const view = new DataView(answer.buffer, answer.byteOffset, answer.length);
  const timeOf = times();
  let leaf = Buffer.concat([head], 4_096);
  let read = start;
  for (let row = 0; row < most && view.getInt16(read) !== -1; row += 1) {
    const numbered = view.getInt32(read + 2) >= 0;
    const sequence = numbered ? bigAt(view, read + 6) : 0;
    read += numbered ? 14 : 6;
    let write = head.length + leaf.write(numbered ? `${sequence}\n` : '-\n', head.length, 'latin1');

    const from = read;
    const idBytes = view.getInt32(read);
    read += 4;
    if (idBytes < 0) leaf[write++] = UNKNOWN;
    else {
      write = putHex(leaf, write, answer, read, idBytes, HYPHENS);
      read += idBytes;
    }
    leaf[write++] = LINE;

    write += leaf.write(timeOf(bigAt(view, read + 4) + EPOCH_MICROS), write, 'latin1');
    read += 12;
    for (let column = 0; column < TEXTS; column += 1) {
      const bytes = view.getInt32(read);
      read += 4;
      if (write + bytes + ROOM > leaf.length) {
        leaf = Buffer.concat([leaf], 2 * (write + bytes + ROOM));
      }
      if (bytes < 0) leaf[write++] = UNKNOWN;
      else if (bytes > LONG) write += answer.copy(leaf, write, read, read + bytes);
      else for (let at = 0; at < bytes; at += 1) leaf[write++] = answer[read + at] ?? 0;
      read += Math.max(0, bytes);
      leaf[write++] = LINE;
    }

    const to = read;
    const textEnd = write - 1;
    const macBytes = view.getInt32(read);
    read += 4;
    if (write + 2 * macBytes > leaf.length) {
      leaf = Buffer.concat([leaf], 2 * (write + 2 * macBytes));
    }
    write = putHex(leaf, write, answer, read, macBytes, 0);
    read += macBytes;
    use({ sequence, leaf: leaf.subarray(0, write), textEnd, from, to });
  }
  return view.getInt16(read) === -1 ? null : read;
}

const bigAt = (view: DataView, at: number) => view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4);

/** After which bytes of a UUID a hyphen stands, as bits. */
const HYPHENS = 0b10_1010_1000;

/** Answers where the next byte goes. */
function putHex(
  leaf: Buffer,
  start: number,
  answer: Buffer,
  from: number,
  bytes: number,
  hyphens: number,
): number {
  let write = start;
  for (let at = 0; at < bytes; at += 1) {
    const byte = answer[from + at] ?? 0;
    leaf[write] = DIGITS[byte >> 4] ?? 0;
    leaf[write + 1] = DIGITS[byte & 15] ?? 0;
    write += 2;
    if ((hyphens >> at) & 1) leaf[write++] = UNKNOWN;
  }
  return write;
}

/** Microseconds as a line that `toISOString` writes; what came within the same minute is written once. */
function times(): (micros: number) => string {
  let minute = '';
  let minuteAt = Number.NaN;
  return (micros) => {
    const milliseconds = Math.floor(micros / 1_000);
    // moved by less than the milliseconds that are hashed, or to where no date is
    if (milliseconds * 1_000 !== micros || Math.abs(milliseconds) > 8.64e15) return 'moved\n';
    const rest = ((milliseconds % 60_000) + 60_000) % 60_000;
    if (milliseconds - rest !== minuteAt) {
      minuteAt = milliseconds - rest;
      minute = new Date(minuteAt).toISOString().slice(0, -7);
    }
    const digits = String(rest + 100_000);
    return `${minute}${digits.slice(1, 3)}.${digits.slice(3)}Z\n`;
  };
}
