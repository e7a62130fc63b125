import { expect, test } from 'vitest';
import { duration, fileSize, people, share } from './figures.ts';

test.each([
  [0, 0, '–'],
  [0, 10, '0%'],
  [1, 2000, '< 1%'],
  [1999, 2000, '> 99%'],
  [2000, 2000, '100%'],
  [430, 812, '53%'],
])('%i of %i is %s: never "none" of some, nor "all" of fewer', (part, whole, said) => {
  expect(share(part, whole)).toBe(said);
});

test.each([
  [1, '1 person'],
  [0, '0 people'],
  [2000, '2,000 people'],
])('%i is %s', (count, said) => {
  expect(people(count)).toBe(said);
});

test.each([
  [12, 'less than a minute'],
  [60, '1 minute'],
  [3569, '59 minutes'],
  [3599, '1 hour'],
  [7260, '2 hours 1 minute'],
])('%i seconds are %s', (seconds, said) => {
  expect(duration(seconds)).toBe(said);
});

test.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [4 * 1_048_576, '4 MB'],
  [4 * 1_048_576 + 1, '4.1 MB'],
  [1_048_575, '1,024 kB'],
])('%i bytes are %s: never less than it is', (bytes, said) => {
  expect(fileSize(bytes)).toBe(said);
});
