import { parse as uuidBytes } from 'uuid';

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
  | 'timestamptz';

export type CopyValue = number | string | boolean | Uint8Array | Date | readonly number[] | null;

/** PostgreSQL's documentation, "Binary Format" under COPY: signature, flags, header extension. */
const HEADER = Buffer.from('PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.of(0xff, 0xff);
const PIECE_BYTES = 262_144;
/** Microseconds between the epochs of Unix and of PostgreSQL, 2000-01-01. */
const EPOCH_MS = 946_684_800_000;

/**
 * Rows in the binary form of COPY, which PostgreSQL takes in without parsing: a sealed kilobyte as an
 * array's element is written in hexadecimal, quoted, and read back.
 */
export function copyRows(
  types: readonly CopyType[],
  rows: Iterable<readonly CopyValue[]>,
): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let piece = Buffer.allocUnsafe(PIECE_BYTES);
  let at = HEADER.copy(piece);
  const room = (bytes: number) => {
    if (at + bytes <= piece.length) return;
    pieces.push(piece.subarray(0, at));
    piece = Buffer.allocUnsafe(Math.max(PIECE_BYTES, bytes));
    at = 0;
  };
  for (const row of rows) {
    room(2);
    at = piece.writeInt16BE(types.length, at);
    types.forEach((type, index) => {
      const value = row[index] ?? null;
      const bytes = value === null ? -1 : lengthOf(type, value);
      room(4 + Math.max(0, bytes));
      at = piece.writeInt32BE(bytes, at);
      if (value !== null) at = put(piece, at, type, value, bytes);
    });
  }
  room(TRAILER.length);
  at += TRAILER.copy(piece, at);
  pieces.push(piece.subarray(0, at));
  return pieces;
}

const FIXED: Partial<Record<CopyType, number>> = {
  smallint: 2,
  integer: 4,
  uuid: 16,
  boolean: 1,
  timestamptz: 8,
};

function lengthOf(type: CopyType, value: NonNullable<CopyValue>): number {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  if (typeof value === 'string') return Buffer.byteLength(value) + (type === 'jsonb' ? 1 : 0);
  if (value instanceof Uint8Array) return value.length;
  if (type === 'integer[]' && Array.isArray(value)) return 20 + 8 * value.length;
  throw new TypeError(`A column of type ${type} was given a ${typeof value}.`);
}

function put(
  piece: Buffer,
  at: number,
  type: CopyType,
  value: NonNullable<CopyValue>,
  bytes: number,
): number {
  if (typeof value === 'number') {
    if (type === 'smallint') return piece.writeInt16BE(value, at);
    if (type === 'integer') return piece.writeInt32BE(value, at);
  } else if (typeof value === 'boolean') {
    if (type === 'boolean') return piece.writeUInt8(Number(value), at);
  } else if (value instanceof Date) {
    if (type === 'timestamptz') {
      return piece.writeBigInt64BE(BigInt(value.getTime() - EPOCH_MS) * 1_000n, at);
    }
  } else if (typeof value === 'string') {
    if (type === 'uuid') {
      piece.set(uuidBytes(value), at);
      return at + bytes;
    }
    if (type === 'text') return at + piece.write(value, at, 'utf8');
    // the version of its binary form
    if (type === 'jsonb') return piece.writeUInt8(1, at) + piece.write(value, at + 1, 'utf8');
  } else if (value instanceof Uint8Array) {
    piece.set(value, at);
    return at + bytes;
  } else if (type === 'integer[]') {
    return putIntegers(piece, at, value);
  }
  throw new TypeError(`A column of type ${type} was given a ${typeof value}.`);
}

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

/** The rows of an answer in the binary form of COPY: each field's bytes, null where it is null. */
export function* copiedRows(answer: Buffer): Generator<readonly (Buffer | null)[]> {
  let at = HEADER.length;
  for (;;) {
    const fields = answer.readInt16BE(at);
    at += 2;
    if (fields === -1) return;
    const row: (Buffer | null)[] = [];
    for (let field = 0; field < fields; field++) {
      const bytes = answer.readInt32BE(at);
      at += 4;
      row.push(bytes === -1 ? null : answer.subarray(at, at + bytes));
      at += Math.max(0, bytes);
    }
    yield row;
  }
}
