import { describe, expect, it } from 'vitest';
import { allowanceOn, DEFAULT_WARM_UP } from './warm-up.ts';

describe('a warm-up plan', () => {
  it.each([
    ['2026-03-06', 0],
    ['2026-03-07', 50],
    // the clocks change on the 8th: a day is a day
    ['2026-03-08', 100],
    ['2026-03-09', 500],
    ['2026-03-14', 40_000],
    ['2026-03-20', 600_000],
    ['2026-03-21', null],
    ['2030-01-01', null],
  ])('begun on 7 March allows on %s: %s', (day, allowed) => {
    expect(allowanceOn(DEFAULT_WARM_UP, '2026-03-07', day)).toBe(allowed);
  });

  it('never allows less on a later day', () => {
    expect(DEFAULT_WARM_UP.toSorted((a, b) => a - b)).toEqual(DEFAULT_WARM_UP);
  });

  it('without a day allows everything from its start', () => {
    expect(allowanceOn([], '2026-03-07', '2026-03-07')).toBeNull();
  });
});
