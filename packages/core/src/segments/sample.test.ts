import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampler } from './index.ts';

const ids = Array.from(
  { length: 20_000 },
  (_, place) => `0198c0de-0000-7000-8000-${place.toString(16).padStart(12, '0')}`,
);
const share = (percent: number, seed: string) => new Set(ids.filter(sampler(percent, seed)));

test('it is the same contacts on every machine', () => {
  const isIn = sampler(50, 'spring');
  expect(
    ids
      .slice(0, 16)
      .map((id) => (isIn(id) ? 1 : 0))
      .join(''),
  ).toBe('0001000010000000');
});

test.each([1, 12.5, 50, 99])('%f percent of ids in a row are about as many', (percent) => {
  const found = share(percent, 'spring').size / ids.length;
  // four standard deviations of as many tosses
  const margin = 4 * Math.sqrt(((percent / 100) * (1 - percent / 100)) / ids.length);
  expect(Math.abs(found - percent / 100)).toBeLessThan(margin);
});

test('a smaller share lies within a larger one of the same seed, and everybody in all', () => {
  const larger = share(20, 'a');
  expect([...share(10, 'a')].every((id) => larger.has(id))).toBe(true);
  expect(share(100, 'a').size).toBe(ids.length);
});

test('another seed makes a share of its own', () => {
  const one = share(50, 'a');
  const both = [...share(50, 'b')].filter((id) => one.has(id)).length / ids.length;
  expect(both).toBeGreaterThan(0.23);
  expect(both).toBeLessThan(0.27);
});

test('any seed will do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (seed, id) => {
      expect(sampler(30, seed)(id)).toBe(sampler(30, seed)(id));
      expect(sampler(100, seed)(id)).toBe(true);
    }),
  );
});
