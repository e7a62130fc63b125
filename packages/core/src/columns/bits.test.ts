import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBits, hasBit, noBits, noBitsFor, setBit, slotsIn } from './bits.ts';
import { PAGE_CONTACTS } from './column.ts';

const slotSets = fc.uniqueArray(fc.nat(PAGE_CONTACTS - 1), { maxLength: 200 });

describe('some slots of a page', () => {
  it('are those that were set: told one by one, in order, and counted', () => {
    fc.assert(
      fc.property(slotSets, (slots) => {
        const bits = noBits();
        for (const slot of slots) setBit(bits, slot);
        expect(slotsIn(bits)).toEqual(slots.toSorted((a, b) => a - b));
        expect(countBits(bits)).toBe(slots.length);
        const all = Array.from({ length: PAGE_CONTACTS }, (_, slot) => slot);
        expect(all.filter((slot) => hasBit(bits, slot))).toEqual(slotsIn(bits));
      }),
    );
  });

  it('of one page are not those of the next', () => {
    const [first, second] = noBitsFor(2);
    if (first) setBit(first, PAGE_CONTACTS - 1);
    expect([first, second].map((bits) => bits && countBits(bits))).toEqual([1, 0]);
  });
});
