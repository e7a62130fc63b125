import { type Column, NO_DAY } from '../columns/index.ts';
import type { NormalForm, WantedItems } from './normal-form.ts';
import { inRanges, type Ranges } from './ranges.ts';

/** A normal form that can be asked of a column: forms are the dictionary's numbers. */
export type ColumnTest = Exclude<NormalForm, WantedItems> | WantedNumbers;

/** As `WantedItems`, with what lies under a wanted code already among the wanted. */
export interface WantedNumbers {
  readonly kind: 'items';
  /**
   * 1 at each wanted number; null when every item is wanted. What lies behind its end is not wanted,
   * and takes twice as long: it is best as long as the numbers that columns hold.
   */
  readonly wanted: Uint8Array | null;
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * A byte for each slot of a page: 1 where the test is true of the value that its column holds. A
 * column of another kind than the test's, and none at all, say that nothing is known. `mask` is where
 * to write it, all 0.
 */
export function columnMask(
  test: ColumnTest,
  column: Column | null,
  slots: number,
  mask: Uint8Array = new Uint8Array(slots),
): Uint8Array {
  if (column === null) return mask;
  switch (test.kind) {
    case 'never':
      return mask;
    case 'known':
      return knownMask(column, mask);
    case 'numbers':
      return column.kind === 'number' ? rangeMask(test.ranges, column.values, mask) : mask;
    case 'days':
      return column.kind === 'day' ? rangeMask(test.ranges, column.values, mask) : mask;
    case 'flag':
      return column.kind === 'flag' ? oneMask(1 + Number(test.value), column.values, mask) : mask;
    case 'items':
      if (column.kind === 'one') return itemMask(test, column.values, mask);
      return column.kind === 'list' ? listMask(test, column, mask) : mask;
  }
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

function knownMask(column: Column, mask: Uint8Array): Uint8Array {
  switch (column.kind) {
    case 'flag':
    case 'one':
      column.values.forEach((value, slot) => {
        mask[slot] = Number(value !== 0);
      });
      break;
    case 'number':
      column.values.forEach((value, slot) => {
        mask[slot] = Number(!Number.isNaN(value));
      });
      break;
    case 'day':
      column.values.forEach((value, slot) => {
        mask[slot] = Number(value !== NO_DAY);
      });
      break;
    case 'list':
      for (let slot = 0; slot < column.starts.length - 1; slot++) {
        mask[slot] = Number((column.starts[slot] ?? 0) < (column.starts[slot + 1] ?? 0));
      }
      break;
    case 'id':
      break;
  }
  return mask;
}

/** NaN is in no range; the day that stands for "not known" comes before every day that exists. */
function rangeMask(ranges: Ranges, values: Numbers, mask: Uint8Array): Uint8Array {
  const [range, ...more] = ranges;
  if (range === undefined) return mask;
  const first = Math.max(range[0], values instanceof Int32Array ? NO_DAY + 1 : -Infinity);
  const last = range[1];
  if (more.length > 0) {
    for (let slot = 0; slot < values.length; slot++) {
      const value = values[slot] ?? Number.NaN;
      mask[slot] = Number(value >= first && inRanges(ranges, value));
    }
    return mask;
  }
  // "&", not "&&": a jump that goes either way costs more than both comparisons (5 ns a slot, not 2)
  for (let slot = 0; slot < values.length; slot++) {
    const value = values[slot] ?? Number.NaN;
    mask[slot] = Number(first <= value) & Number(value <= last);
  }
  return mask;
}

function oneMask(wanted: number, values: Uint8Array, mask: Uint8Array): Uint8Array {
  for (let slot = 0; slot < values.length; slot++) mask[slot] = Number(values[slot] === wanted);
  return mask;
}

/** A text or a code is one item, or none. */
function itemMask(
  { wanted, atLeast, atMost }: WantedNumbers,
  values: Uint16Array | Uint32Array,
  mask: Uint8Array,
): Uint8Array {
  const none = Number(atLeast <= 0 && 0 <= atMost);
  const one = Number(atLeast <= 1 && 1 <= atMost);
  const answers = Uint8Array.of(none, one);
  for (let slot = 0; slot < values.length; slot++) {
    const value = values[slot] ?? 0;
    const found = wanted === null ? 1 : wantedAt(wanted, value);
    mask[slot] = (answers[found] ?? 0) & Number(value !== 0);
  }
  return mask;
}

function listMask(
  { wanted, atLeast, atMost }: WantedNumbers,
  { starts, values }: Extract<Column, { kind: 'list' }>,
  mask: Uint8Array,
): Uint8Array {
  let from = 0;
  for (let slot = 0; slot < starts.length - 1; slot++) {
    const to = starts[slot + 1] ?? 0;
    let found = wanted === null ? to - from : 0;
    if (wanted !== null) {
      for (let at = from; at < to; at++) found += wantedAt(wanted, values[at] ?? 0);
    }
    mask[slot] = Number(from < to) & Number(atLeast <= found) & Number(found <= atMost);
    from = to;
  }
  return mask;
}

/** A read behind an array's end is far slower than to ask where it ends. */
const wantedAt = (wanted: Uint8Array, value: number): number =>
  value < wanted.length ? (wanted[value] ?? 0) : 0;
