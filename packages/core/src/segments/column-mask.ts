import { type Bits, type Column, NO_DAY, noBits, PAGE_CONTACTS } from '../columns/index.ts';
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
 * The slots of a page of which the test is true, by the values that its column holds. A column of
 * another kind than the test's, and none at all, say that nothing is known. `bits` is where to write
 * them, whatever it held.
 */
export function columnMask(test: ColumnTest, column: Column | null, bits: Bits = noBits()): Bits {
  if (column !== null) {
    switch (test.kind) {
      case 'never':
        break;
      case 'known':
        return knownMask(column, bits);
      case 'numbers':
        if (column.kind === 'number') return rangeMask(test.ranges, column.values, bits);
        break;
      case 'days':
        if (column.kind === 'day') return rangeMask(test.ranges, column.values, bits);
        break;
      case 'flag':
        if (column.kind === 'flag') return flagMask(1 + Number(test.value), column.values, bits);
        break;
      case 'items':
        if (column.kind === 'one') return itemMask(test, column.values, bits);
        if (column.kind === 'list') return listMask(test, column, bits);
        break;
    }
  }
  return bits.fill(0);
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

function knownMask(column: Column, bits: Bits): Bits {
  switch (column.kind) {
    case 'flag':
    case 'one':
      return differing(column.values, 0, bits);
    case 'number':
      return rangeMask([[-Infinity, Infinity]], column.values, bits);
    case 'day':
      return differing(column.values, NO_DAY, bits);
    case 'list':
      return differing(column.counts, 0, bits);
    case 'id':
      return bits.fill(0);
  }
}

/** Those whose value is another than `none`. */
function differing(values: Numbers, none: number, bits: Bits): Bits {
  for (let at = 0, slot = 0; at < bits.length; at++) {
    const end = Math.min(values.length, slot + 32);
    let word = 0;
    for (let bit = 0; slot < end; slot++, bit++) word |= Number(values[slot] !== none) << bit;
    bits[at] = word;
  }
  return bits;
}

function flagMask(wanted: number, values: Uint8Array, bits: Bits): Bits {
  for (let at = 0, slot = 0; at < bits.length; at++) {
    const end = Math.min(values.length, slot + 32);
    let word = 0;
    for (let bit = 0; slot < end; slot++, bit++) word |= Number(values[slot] === wanted) << bit;
    bits[at] = word;
  }
  return bits;
}

/** NaN is in no range; the day that stands for "not known" comes before every day that exists. */
function rangeMask(ranges: Ranges, values: Int32Array | Float64Array, bits: Bits): Bits {
  const [range, ...more] = ranges;
  if (range === undefined) return bits.fill(0);
  const first = Math.max(range[0], values instanceof Int32Array ? NO_DAY + 1 : -Infinity);
  const last = range[1];
  const isIn = more.length === 0 ? null : (value: number) => inRanges(ranges, value);
  for (let at = 0, slot = 0; at < bits.length; at++) {
    const end = Math.min(values.length, slot + 32);
    let word = 0;
    for (let bit = 0; slot < end; slot++, bit++) {
      const value = values[slot] ?? Number.NaN;
      // "&", not "&&": a jump that goes either way costs more than both comparisons
      const fits =
        isIn === null
          ? Number(first <= value) & Number(value <= last)
          : Number(first <= value && isIn(value));
      word |= fits << bit;
    }
    bits[at] = word;
  }
  return bits;
}

/** A text or a code is one item, or none. */
function itemMask(
  { wanted, atLeast, atMost }: WantedNumbers,
  values: Uint16Array | Uint32Array,
  bits: Bits,
): Bits {
  const none = Number(atLeast <= 0 && 0 <= atMost);
  const one = Number(atLeast <= 1 && 1 <= atMost);
  for (let at = 0, slot = 0; at < bits.length; at++) {
    const end = Math.min(values.length, slot + 32);
    let word = 0;
    for (let bit = 0; slot < end; slot++, bit++) {
      const value = values[slot] ?? 0;
      const found = wanted === null ? 1 : wantedAt(wanted, value);
      word |= (((found & one) | (~found & none)) & Number(value !== 0)) << bit;
    }
    bits[at] = word;
  }
  return bits;
}

function listMask(
  { wanted, atLeast, atMost }: WantedNumbers,
  { counts, values }: Extract<Column, { kind: 'list' }>,
  bits: Bits,
): Bits {
  const sums = wanted === null ? null : wantedBefore(wanted, values);
  let end = 0;
  let before = 0;
  for (let at = 0, slot = 0; at < bits.length; at++) {
    const last = Math.min(counts.length, slot + 32);
    let word = 0;
    for (let bit = 0; slot < last; slot++, bit++) {
      const count = counts[slot] ?? 0;
      end += count;
      const until = sums === null ? end : (sums[end] ?? 0);
      const found = until - before;
      before = until;
      word |= (Number(count !== 0) & Number(atLeast <= found) & Number(found <= atMost)) << bit;
    }
    bits[at] = word;
  }
  return bits;
}

let counted = new Uint32Array(PAGE_CONTACTS * 8);

/**
 * How many of the first i values are wanted, at i; until it is asked again. A loop over the values of
 * each slot takes three times as long, since nobody can tell where the next one ends.
 */
function wantedBefore(wanted: Uint8Array, values: Uint16Array | Uint32Array): Uint32Array {
  if (counted.length <= values.length) counted = new Uint32Array(2 * values.length);
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    sum += wantedAt(wanted, values[at] ?? 0);
    counted[at + 1] = sum;
  }
  return counted;
}

/** A read behind an array's end is far slower than to ask where it ends. */
const wantedAt = (wanted: Uint8Array, value: number): number =>
  value < wanted.length ? (wanted[value] ?? 0) : 0;
