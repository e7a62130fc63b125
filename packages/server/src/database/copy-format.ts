/** The types of columns that rows are copied with. Null is written as null, whatever the type. */
export type CopyType =
  | 'smallint'
  | 'integer'
  | 'integer[]'
  | 'uuid'
  | 'bytea'
  | 'text'
  | 'jsonb'
  | 'boolean'
  | 'double precision'
  | 'timestamptz';

export type CopyValue = number | string | boolean | Uint8Array | Date | readonly number[] | null;

/** PostgreSQL's documentation, "Binary Format" under COPY: signature, flags, header extension. */
export const COPY_HEADER = Buffer.from('PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const COPY_TRAILER = Buffer.of(0xff, 0xff);
const PIECE_BYTES = 262_144;
/** Microseconds between the epochs of Unix and of PostgreSQL, 2000-01-01. */
const EPOCH_MS = 946_684_800_000;

/**
 * Rows in the binary form of COPY, which PostgreSQL takes in without parsing: a sealed kilobyte as an
 * array's element is written in hexadecimal, quoted, and read back. Piece by piece, as they are asked
 * for: the rows of one are made while the database takes in those before.
 */
export function* copyRows(
  types: readonly CopyType[],
  rows: Iterable<readonly CopyValue[]>,
): Generator<Buffer> {
  let piece = Buffer.allocUnsafe(PIECE_BYTES);
  let at = COPY_HEADER.copy(piece);
  for (const row of rows) {
    let bytes = 2;
    for (let column = 0; column < types.length; column++) {
      const value = row[column] ?? null;
      bytes += 4 + (value === null ? 0 : lengthOf(types[column] as CopyType, value));
    }
    if (at + bytes + COPY_TRAILER.length > piece.length) {
      yield piece.subarray(0, at);
      piece = Buffer.allocUnsafe(Math.max(PIECE_BYTES, bytes + COPY_TRAILER.length));
      at = 0;
    }
    at = piece.writeInt16BE(types.length, at);
    for (let column = 0; column < types.length; column++) {
      const value = row[column] ?? null;
      at = value === null ? piece.writeInt32BE(-1, at) : put(piece, at, types[column], value);
    }
  }
  at += COPY_TRAILER.copy(piece, at);
  yield piece.subarray(0, at);
}

export function lengthOf(type: CopyType, value: NonNullable<CopyValue>): number {
  switch (type) {
    case 'smallint':
      return 2;
    case 'integer':
      return 4;
    case 'uuid':
      return 16;
    case 'boolean':
      return 1;
    case 'timestamptz':
    case 'double precision':
      return 8;
    default:
      if (typeof value === 'string') return Buffer.byteLength(value) + (type === 'jsonb' ? 1 : 0);
      if (value instanceof Uint8Array) return value.length;
      if (type === 'integer[]' && Array.isArray(value)) return 20 + 8 * value.length;
      throw new TypeError(`A column of type ${type} was given a ${typeof value}.`);
  }
}

/** Writes the field's length and then the field; answers where the next begins. */
export function put(
  piece: Buffer,
  from: number,
  type: CopyType | undefined,
  value: NonNullable<CopyValue>,
): number {
  const at = from + 4;
  const end = putField(piece, at, type, value);
  piece.writeInt32BE(end - at, from);
  return end;
}

function putField(
  piece: Buffer,
  at: number,
  type: CopyType | undefined,
  value: NonNullable<CopyValue>,
): number {
  if (typeof value === 'number') {
    if (type === 'smallint') return piece.writeInt16BE(value, at);
    if (type === 'integer') return piece.writeInt32BE(value, at);
    if (type === 'double precision') return piece.writeDoubleBE(value, at);
  } else if (typeof value === 'boolean') {
    if (type === 'boolean') return piece.writeUInt8(Number(value), at);
  } else if (value instanceof Date) {
    if (type === 'timestamptz') return putTime(piece, at, value);
  } else if (typeof value === 'string') {
    if (type === 'uuid') return putUuid(piece, at, value);
    if (type === 'text') return at + piece.write(value, at, 'utf8');
    // the version of its binary form
    if (type === 'jsonb') return piece.writeUInt8(1, at) + piece.write(value, at + 1, 'utf8');
  } else if (value instanceof Uint8Array) {
    if (type === 'bytea' || (type === 'uuid' && value.length === 16)) {
      piece.set(value, at);
      return at + value.length;
    }
  } else if (type === 'integer[]') {
    return putIntegers(piece, at, value);
  }
  throw new TypeError(`A column of type ${type} was given a ${typeof value}.`);
}

/** Microseconds; as two halves, since each row would otherwise make two BigInts. */
function putTime(piece: Buffer, at: number, time: Date): number {
  const micros = (time.getTime() - EPOCH_MS) * 1_000;
  const high = Math.floor(micros / 2 ** 32);
  return piece.writeUInt32BE(micros - high * 2 ** 32, piece.writeInt32BE(high, at));
}

/** Digit by digit: a million contacts have five each, and a text without hyphens is garbage. */
function putUuid(piece: Buffer, from: number, uuid: string): number {
  let at = from;
  let high = -1;
  for (let place = 0; place < uuid.length; place++) {
    const code = uuid.charCodeAt(place);
    if (code === HYPHEN) continue;
    const digit = code <= NINE ? code - ZERO : (code | LOWER_CASE) - A + 10;
    if (!(digit >= 0 && digit < 16)) break;
    if (high < 0) high = digit;
    else {
      piece[at++] = 16 * high + digit;
      high = -1;
    }
  }
  if (at !== from + 16) throw new TypeError('A column of type uuid was given what is no UUID.');
  return at;
}

const [HYPHEN, ZERO, NINE, A, LOWER_CASE] = [0x2d, 0x30, 0x39, 0x61, 0x20];
const INTEGER_OID = 23;

/** One dimension, no nulls, of integers; so many, counted from 1. */
function putIntegers(piece: Buffer, from: number, values: readonly number[]): number {
  let at = from;
  for (const header of [1, 0, INTEGER_OID, values.length, 1]) at = piece.writeInt32BE(header, at);
  for (const value of values) {
    at = piece.writeInt32BE(4, at);
    at = piece.writeInt32BE(value, at);
  }
  return at;
}

/** The row in a message of COPY; null in one that only begins or ends the answer. */
export function rowIn(message: Buffer): Buffer | null {
  const from = message[0] === COPY_HEADER[0] ? COPY_HEADER.length : 0;
  return message.length < from + 2 || message.readInt16BE(from) === -1
    ? null
    : message.subarray(from);
}
