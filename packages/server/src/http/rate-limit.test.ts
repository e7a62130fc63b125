import { expect, it } from 'vitest';
import { rateLimit } from './rate-limit.ts';

it('allows so many for each key in each stretch of time, and says how long to wait', () => {
  let at = 0;
  const limit = rateLimit(2, 60, () => new Date(at));
  expect([limit('a'), limit('a')]).toEqual([0, 0]);
  at = 20_000;
  expect(limit('a')).toBe(40);
  expect(limit('b')).toBe(0);
  at = 60_000;
  expect(limit('a')).toBe(0);
});

it('forgets the oldest rather than grow without end', () => {
  const limit = rateLimit(1, 60, () => new Date(0));
  for (let key = 0; key <= 20_000; key++) expect(limit(String(key))).toBe(0);
  expect(limit('20000')).toBe(60);
  expect(limit('0')).toBe(0);
});
