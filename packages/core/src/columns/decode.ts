import type { Column } from './column.ts';
import { FORMATS } from './format.ts';

/**
 * A column as it is stored. Slots behind its end are not known. Where `data` lies so that its second byte
 * is at a multiple of 8, the values are read where they are, and change when the bytes there change; else
 * they are copied. Throws on bytes that are none.
 */
export function decodeColumn(data: Uint8Array): Column {
  switch (data[0]) {
    case FORMATS.flag:
      return { kind: 'flag', values: numbers(Uint8Array, data, 1) };
    case FORMATS.number:
      return { kind: 'number', values: numbers(Float64Array, data, 1) };
    case FORMATS.day:
      return { kind: 'day', values: numbers(Int32Array, data, 1) };
    case FORMATS.id:
      return { kind: 'id', values: numbers(Uint8Array, data, 1) };
    case FORMATS.one16:
      return { kind: 'one', values: numbers(Uint16Array, data, 1) };
    case FORMATS.one32:
      return { kind: 'one', values: numbers(Uint32Array, data, 1) };
    case FORMATS.list16:
    case FORMATS.list32: {
      const end = 3 + 2 * ((data[1] ?? 0) + (data[2] ?? 0) * 256);
      const counts = numbers(Uint16Array, data, 3, end);
      const wide = data[0] === FORMATS.list32;
      const values = wide ? numbers(Uint32Array, data, end) : numbers(Uint16Array, data, end);
      return { kind: 'list', counts, values };
    }
    default:
      throw new RangeError(`A column begins with ${data[0]}; expected a known format.`);
  }
}

interface NumbersOf<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, from: number, length: number): T;
}

/** Little-endian, as machines are. */
function numbers<T>(Type: NumbersOf<T>, data: Uint8Array, from: number, to = data.length): T {
  const width = Type.BYTES_PER_ELEMENT;
  const length = (to - from) / width;
  if (length < 0 || !Number.isInteger(length)) {
    throw new RangeError(`A column has ${data.length} bytes; expected whole values of ${width}.`);
  }
  const place = data.byteOffset + from;
  if (place % width === 0) return new Type(data.buffer, place, length);
  return new Type(new Uint8Array(data.subarray(from, to)).buffer, 0, length);
}
