import type { Trait } from '../population/traits.ts';

/** A value of a page: the number of a word, days, a number, 0 or 1; numbers of words for a list. */
export type Stored = number | readonly number[] | null;

/**
 * One attribute of the contacts of a page. Not known is word 0, the least of the 32-bit days, NaN,
 * flag 0 or a list of no entries.
 */
export interface PageColumn {
  set(slot: number, value: Stored): void;
  encode(contacts: number): Buffer;
}

/** Bytes that a word's number takes, the first byte of a page of texts, codes or lists. */
export type Width = 1 | 2 | 4;
export const NO_DAY = -(2 ** 31);

export function pageColumn({ type }: Trait, size: number): PageColumn {
  switch (type) {
    case 'text':
    case 'code':
      return words(new Uint32Array(size));
    case 'date':
      return fixed(new Int32Array(size).fill(NO_DAY), (value) => value);
    case 'number':
      return fixed(new Float64Array(size).fill(NaN), (value) => value);
    case 'boolean':
      return fixed(new Uint8Array(size), (value) => value + 1);
    case 'list':
      return lists(Array.from({ length: size }));
  }
}

function fixed(
  values: Int32Array | Float64Array | Uint8Array,
  form: (value: number) => number,
): PageColumn {
  const none = values[0] ?? 0;
  return {
    set: (slot, value) => {
      values[slot] = typeof value === 'number' ? form(value) : none;
    },
    encode: (contacts) => Buffer.from(bytesOf(values.subarray(0, contacts))),
  };
}

function words(values: Uint32Array): PageColumn {
  return {
    set: (slot, value) => {
      values[slot] = typeof value === 'number' ? value : 0;
    },
    encode: (contacts) => packed(values.subarray(0, contacts)),
  };
}

function lists(values: (readonly number[] | undefined)[]): PageColumn {
  return {
    set: (slot, value) => {
      values[slot] = typeof value === 'number' || value === null ? undefined : value;
    },
    encode: (contacts) => {
      const counts = Buffer.alloc(contacts);
      const all: number[] = [];
      for (let slot = 0; slot < contacts; slot += 1) {
        const entries = values[slot] ?? [];
        counts[slot] = entries.length;
        all.push(...entries);
      }
      const ids = packed(Uint32Array.from(all));
      return Buffer.concat([ids.subarray(0, 1), counts, ids.subarray(1)]);
    },
  };
}

/** The width, then the numbers in it. */
function packed(values: Uint32Array): Buffer {
  let most = 0;
  for (const value of values) most = Math.max(most, value);
  const width: Width = most < 256 ? 1 : most < 65_536 ? 2 : 4;
  const narrow =
    width === 1 ? Uint8Array.from(values) : width === 2 ? Uint16Array.from(values) : values;
  return Buffer.concat([Buffer.from([width]), bytesOf(narrow)]);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** The column that these bytes encode, to be changed and encoded again. */
export function decoded(trait: Trait, data: Buffer, contacts: number): PageColumn {
  const column = pageColumn(trait, contacts);
  switch (trait.type) {
    case 'text':
    case 'code':
      each(unpacked(data[0] ?? 1, data.subarray(1)), column);
      break;
    case 'date':
      each(new Int32Array(aligned(data)), column);
      break;
    case 'number':
      each(new Float64Array(aligned(data)), column);
      break;
    case 'boolean':
      for (let slot = 0; slot < contacts; slot += 1) {
        const flag = data[slot] ?? 0;
        column.set(slot, flag === 0 ? null : flag - 1);
      }
      break;
    case 'list': {
      const all = unpacked(data[0] ?? 1, data.subarray(1 + contacts));
      for (let slot = 0, entry = 0; slot < contacts; slot += 1) {
        const end = entry + (data[1 + slot] ?? 0);
        column.set(slot, [...all.subarray(entry, end)]);
        entry = end;
      }
    }
  }
  return column;
}

function each(values: ArrayLike<number>, column: PageColumn): void {
  for (let slot = 0; slot < values.length; slot += 1) column.set(slot, values[slot] ?? null);
}

function unpacked(width: number, data: Buffer): Uint8Array | Uint16Array | Uint32Array {
  const bytes = aligned(data);
  return width === 1
    ? new Uint8Array(bytes)
    : width === 2
      ? new Uint16Array(bytes)
      : new Uint32Array(bytes);
}

/** The bytes in a buffer of their own, where numbers of any width may begin. */
const aligned = (data: Buffer): ArrayBuffer => Uint8Array.from(data).buffer;
