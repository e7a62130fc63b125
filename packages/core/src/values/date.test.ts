import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayNumber, isDay } from './date.ts';

const two = (number: number) => String(number).padStart(2, '0');
const written = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.nat(13), fc.nat(32))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);

/** ECMAScript's calendar: a day that does not exist is another one there. */
const exists = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
};

it('a day is one that the Gregorian calendar has, from the year 1', () => {
  fc.assert(
    fc.property(written, (text) => {
      expect(isDay(text)).toBe(!text.startsWith('0000') && exists(text));
    }),
    { numRuns: 2_000 },
  );
});

it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => {
  expect(isDay(text)).toBe(true);
});

it.each(['2023-02-29', '1900-02-29', '0000-01-01', '2024-00-10', '2024-13-01', '2024-4-31', ''])(
  '“%s” is none',
  (text) => {
    expect(isDay(text)).toBe(false);
  },
);

it('days are numbered as seconds of Unix are, in whole days', () => {
  fc.assert(
    fc.property(written.filter(isDay), (day) => {
      expect(dayNumber(day)).toBe(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
    }),
    { numRuns: 2_000 },
  );
});
