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

/** Hands on each row of a COPY's answer, which is overwritten by the next. */
export function eachLeaf(
  answer: Buffer,
  organizationId: string,
  use: (row: LeafRow) => void,
): void {
  const head = leafHead(organizationId);
  let leaf = Buffer.alloc(4_096);
  head.copy(leaf);
  let read = COPY_HEADER_BYTES;
  let write = 0;
  const timeOf = times();

  const length = () => {
    const bytes = answer.readInt32BE(read);
    read += 4;
    return bytes;
  };
  const big = () => {
    const value = answer.readInt32BE(read) * 2 ** 32 + answer.readUInt32BE(read + 4);
    read += 8;
    return value;
  };
  const line = (text: string) => {
    write += leaf.write(text, write, 'latin1');
    leaf[write++] = LINE;
  };
  const hex = (bytes: number) => {
    for (let at = 0; at < bytes; at += 1) {
      const byte = answer[read + at] ?? 0;
      leaf[write++] = DIGITS[byte >> 4] ?? 0;
      leaf[write++] = DIGITS[byte & 15] ?? 0;
    }
    read += bytes;
  };
  const uuid = () => {
    for (const bytes of [4, 2, 2, 2]) {
      hex(bytes);
      leaf[write++] = UNKNOWN;
    }
    hex(6);
  };
  const room = (bytes: number) => {
    if (write + bytes + ROOM <= leaf.length) return;
    leaf = Buffer.concat([leaf], 2 * (write + bytes + ROOM));
  };

  for (;;) {
    const fields = answer.readInt16BE(read);
    read += 2;
    if (fields === -1) return;
    write = head.length;
    const sequence = length() < 0 ? 0 : big();
    line(sequence === 0 ? '-' : String(sequence));
    const from = read;
    if (length() < 0) leaf[write++] = UNKNOWN;
    else uuid();
    leaf[write++] = LINE;
    length();
    line(timeOf(big() + EPOCH_MICROS));
    for (let column = 0; column < TEXTS; column += 1) {
      const bytes = length();
      room(bytes);
      if (bytes < 0) leaf[write++] = UNKNOWN;
      else {
        answer.copy(leaf, write, read, read + bytes);
        write += bytes;
        read += bytes;
      }
      leaf[write++] = LINE;
    }
    const to = read;
    const textEnd = write - 1;
    const macBytes = length();
    room(2 * macBytes);
    hex(macBytes);
    use({ sequence, leaf: leaf.subarray(0, write), textEnd, from, to });
  }
}

/** Microseconds as `toISOString` writes them; what came within the same minute is written once. */
function times(): (micros: number) => string {
  let minute = '';
  let minuteAt = Number.NaN;
  return (micros) => {
    const milliseconds = Math.floor(micros / 1_000);
    // moved by less than the milliseconds that are hashed, or to where no date is
    if (milliseconds * 1_000 !== micros || Math.abs(milliseconds) > 8.64e15) return 'moved';
    const rest = ((milliseconds % 60_000) + 60_000) % 60_000;
    if (milliseconds - rest !== minuteAt) {
      minuteAt = milliseconds - rest;
      minute = new Date(minuteAt).toISOString().slice(0, -7);
    }
    const digits = String(rest + 100_000);
    return `${minute}${digits.slice(1, 3)}.${digits.slice(3)}Z`;
  };
}
