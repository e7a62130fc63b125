import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SMALL, shown, shownParts, shownWithin } from './index.ts';

describe('a figure alone', () => {
  it.each([
    [0, 0],
    [1, null],
    [10, null],
    [11, 11],
  ])('%i shows as %s to those who may not see people', (count, expected) => {
    expect(shown(count, false)).toBe(expected);
    expect(shown(count, true)).toBe(count);
  });
});

describe('a figure within another', () => {
  it.each([
    [98, 100, null],
    [2, 100, null],
    [100, 100, 100],
    [50, 100, 50],
    [0, 100, 0],
    [0, 5, null],
  ])('%i of %i shows as %s', (part, whole, expected) => {
    expect(shownWithin(part, whole, false)).toBe(expected);
    expect(shownWithin(part, whole, true)).toBe(part);
  });
});

const names = ['a', 'b', 'c', 'd'] as const;
const record = (counts: readonly number[]) =>
  Object.fromEntries(counts.map((count, place) => [names[place] ?? '', count]));

/** Every way of filling `size` parts with counts below `limit`. */
function* fillings(size: number, limit: number): Generator<number[]> {
  if (size === 0) yield [];
  else
    for (const rest of fillings(size - 1, limit))
      for (let n = 0; n < limit; n++) yield [...rest, n];
}

describe('figures that add up', () => {
  it('shows all of them to those who may see people', () => {
    expect(shownParts({ a: 3, b: 200 }, true)).toEqual({ whole: 203, parts: { a: 3, b: 200 } });
  });

  it('hides a second one where a single hidden one would follow by subtraction', () => {
    expect(shownParts({ a: 3, b: 200, c: 40 }, false)).toEqual({
      whole: 243,
      parts: { a: null, b: 200, c: null },
    });
  });

  it('takes no 0 for cover: it is known to be 0 from elsewhere', () => {
    const counts = { sent: 21, refused: 175, suppressed: 8, failed: 0 };
    expect(shownParts(counts, false)).toEqual({
      whole: 204,
      parts: { sent: null, refused: 175, suppressed: null, failed: 0 },
    });
  });

  it('hides one more where what is hidden adds up to a small group', () => {
    expect(shownParts({ a: 3, b: 4, c: 30, d: 40 }, false).parts).toEqual({
      a: null,
      b: null,
      c: null,
      d: 40,
    });
  });

  it('hides the whole too where it would tell that every part is 1', () => {
    const ones = Object.fromEntries(Array.from({ length: 12 }, (_, place) => [`p${place}`, 1]));
    expect(shownParts(ones, false).whole).toBeNull();
  });

  it('tells no part of a whole that is hidden for a reason of its own', () => {
    expect(shownParts({ a: 15 }, false, false)).toEqual({ whole: null, parts: { a: null } });
  });

  it.each([
    [2, 40],
    [3, 26],
    [4, 15],
  ])(
    'lets nobody who knows the rule, and who is not 0, work out a hidden one of %i',
    (size, limit) => {
      // everything that looks the same from outside, and what each hidden part is in it
      const seen = new Map<string, Set<number>[]>();
      for (const counts of fillings(size, limit)) {
        const { whole, parts } = shownParts(record(counts), false);
        const look = JSON.stringify([whole, parts, counts.map((count) => count > 0)]);
        const values = seen.get(look) ?? counts.map(() => new Set<number>());
        counts.forEach((count, place) => void values[place]?.add(count));
        seen.set(look, values);
      }
      for (const [look, values] of seen) {
        const { 1: parts } = JSON.parse(look);
        values.forEach((possible, place) => {
          if (parts[names[place] ?? ''] === null)
            expect([look, possible.size > 1]).toEqual([look, true]);
        });
      }
    },
    60_000,
  );

  it('never shows 1 to 10, and hides neither one part alone nor a sum of 1 to 10 of a whole that is shown', () => {
    const counts = fc.array(fc.oneof(fc.nat(12), fc.nat(500)), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(counts, (all) => {
        const { whole, parts } = shownParts(
          Object.fromEntries(all.map((count, place) => [`p${place}`, count])),
          false,
        );
        const figures = Object.values(parts);
        for (const figure of [whole, ...figures]) {
          expect(figure === null || figure === 0 || figure > SMALL).toBe(true);
        }
        if (whole === null) return;
        const hidden = all.filter((_, place) => parts[`p${place}`] === null);
        const sum = hidden.reduce((before, count) => before + count, 0);
        expect(hidden).not.toHaveLength(1);
        expect(hidden).not.toContain(0);
        expect(sum === 0 || sum > SMALL).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
