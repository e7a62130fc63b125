import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterNone, afterOne, type Rate, rateOf, waitFor } from './gcra.ts';

/** When messages went that ask at each of the instants, and go if they may. */
function went(rate: Rate, instants: readonly number[]): number[] {
  let restsAt = Number.NEGATIVE_INFINITY;
  return instants.filter((now) => {
    if (waitFor(restsAt, rate, now) > 0) return false;
    restsAt = afterOne(restsAt, rate, now);
    return true;
  });
}

const rates = fc.record({
  perSecond: fc.double({ min: 0.01, max: 1000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 50 }),
});

describe('the pace of a thing', () => {
  it('never lets more than burst + rate × time through, in any window', () => {
    const steps = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 500, noNaN: true })), {
      maxLength: 120,
    });
    fc.assert(
      fc.property(rates, steps, (rate, gaps) => {
        let now = 0;
        const passed = went(
          rate,
          gaps.map((gap) => (now += gap)),
        );
        for (const [first, start] of passed.entries()) {
          for (const [offset, end] of passed.slice(first).entries()) {
            const most = rate.burst + (rate.perSecond * (end - start)) / 1000;
            expect(offset + 1).toBeLessThanOrEqual(most + 1e-6);
          }
        }
      }),
    );
  });

  it('lets the next one go when the wait that it named is over', () => {
    fc.assert(
      fc.property(rates, fc.nat(100), (rate, count) => {
        let now = 0;
        let restsAt = 0;
        for (let sent = 0; sent < count; sent += 1) {
          now += waitFor(restsAt, rate, now);
          expect(waitFor(restsAt, rate, now)).toBeLessThan(1e-6);
          restsAt = afterOne(restsAt, rate, now);
        }
      }),
    );
  });

  it('is as it was when a place is given back at once', () => {
    const rate = rateOf(4);
    const taken = afterOne(0, rate, 1000);
    expect(waitFor(taken, rate, 1000)).toBe(250);
    expect(waitFor(afterNone(taken, rate), rate, 1000)).toBe(0);
  });

  it('lets a tenth of a second go at once, and always one', () => {
    expect([0.1, 5, 100, 1000].map((perSecond) => rateOf(perSecond).burst)).toEqual([
      1, 1, 10, 100,
    ]);
  });
});
