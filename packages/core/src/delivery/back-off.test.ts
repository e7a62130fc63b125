import { describe, expect, it } from 'vitest';
import { secondsHeld, secondsUntilRetry } from './back-off.ts';

describe('the back-off after a deferral', () => {
  it('is a minute, then doubles, and is never longer than four hours', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(secondsUntilRetry);
    expect(delays).toEqual([60, 120, 240, 480, 960, 1920, 3840, 7680, 14_400, 14_400]);
  });

  it('gives up before 24 hours have passed, and stays given up', () => {
    let total = 0;
    let count = 1;
    for (let delay = secondsUntilRetry(1); delay !== null; delay = secondsUntilRetry(++count)) {
      total += delay;
    }
    expect(total).toBeLessThanOrEqual(86_400);
    expect(total).toBeGreaterThan(86_400 - 14_400);
    expect(secondsUntilRetry(count + 1)).toBeNull();
    expect(secondsUntilRetry(1000)).toBeNull();
  });
});

describe('the hold of a campaign whose mail server cannot be used', () => {
  it('doubles up to a quarter of an hour', () => {
    expect([1, 2, 3, 7, 100].map((failures) => secondsHeld(failures))).toEqual([
      15, 30, 60, 900, 900,
    ]);
  });
});
