import type { Column } from './column.ts';
import { FORMATS } from './format.ts';

/** A column as it is stored. Slots behind its end are not known. Throws on bytes that are none. */
export function decodeColumn(data: Uint8Array): Column {
  switch (data[0]) {
    case FORMATS.flag:
      return { kind: 'flag', values: bytesFrom(data, 1) };
    case FORMATS.number:
      return { kind: 'number', values: new Float64Array(bytesFrom(data, 1).buffer) };
    case FORMATS.day:
      return { kind: 'day', values: new Int32Array(bytesFrom(data, 1).buffer) };
    case FORMATS.id:
      return { kind: 'id', values: bytesFrom(data, 1) };
    case FORMATS.one16:
      return { kind: 'one', values: new Uint16Array(bytesFrom(data, 1).buffer) };
    case FORMATS.one32:
      return { kind: 'one', values: new Uint32Array(bytesFrom(data, 1).buffer) };
    case FORMATS.list16:
    case FORMATS.list32: {
      const slots = (data[1] ?? 0) + (data[2] ?? 0) * 256;
      const counts = new Uint16Array(bytesFrom(data, 3, slots * 2).buffer);
      const starts = new Uint32Array(slots + 1);
      let end = 0;
      for (let slot = 0; slot < slots; slot++) {
        end += counts[slot] ?? 0;
        starts[slot + 1] = end;
      }
      const rest = bytesFrom(data, 3 + slots * 2).buffer;
      const values = data[0] === FORMATS.list16 ? new Uint16Array(rest) : new Uint32Array(rest);
      return { kind: 'list', starts, values };
    }
    default:
      throw new RangeError(`A column begins with ${data[0]}; expected a known format.`);
  }
}

/** A copy that begins at a multiple of 8, as typed arrays need it; little-endian, as machines are. */
function bytesFrom(data: Uint8Array, from: number, length = data.length - from) {
  const copy = new Uint8Array(length);
  copy.set(data.subarray(from, from + length));
  return copy;
}
