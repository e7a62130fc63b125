/*
 * Leaves straight from what PostgreSQL copies out, without a string or an object for any of them: a
 * fraction of what reading rows and writing their text would cost. `leafText` of @postern/core/audit
 * says what comes out; a test holds the two together.
 */

/** The columns in the order in which `eachLeaf` reads them. */
export const LEAF_COLUMNS =
  'sequence, id, at, actor_kind, actor, action, origin, purpose, subject, mac';
const TEXTS = 6;

/** PostgreSQL's documentation, "Binary Format" under COPY: signature, flags, header extension. */
const HEADER_BYTES = 19;
/** Microseconds between the epochs of Unix and of PostgreSQL, 2000-01-01. */
const EPOCH_MICROS = 946_684_800_000_000;
const LINE = 0x0a;
const UNKNOWN = 0x2d;
const DIGITS = Buffer.from('0123456789abcdef');
/** What the fields of fixed length come to at most. */
const ROOM = 256;

/**
 * Hands on each row of a COPY's answer: its number, and its leaf after the zero that is hashed before
 * it. The bytes are overwritten by the next.
 */
export function eachLeaf(
  answer: Buffer,
  organizationId: string,
  use: (sequence: number, leaf: Uint8Array) => void,
): void {
  const head = Buffer.from(`\0postern.audit.2\n${organizationId}\n`);
  let leaf = Buffer.alloc(4_096);
  head.copy(leaf);
  let read = HEADER_BYTES;
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
    length();
    const sequence = big();
    line(String(sequence));
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
    const macBytes = length();
    room(2 * macBytes);
    hex(macBytes);
    use(sequence, leaf.subarray(0, write));
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
