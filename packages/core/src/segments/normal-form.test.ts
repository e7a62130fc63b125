import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { type AttributeDefinition, addDays, addMonths, dayNumber } from '../values/index.ts';
import { type Condition, inRanges, normalForm } from './index.ts';

const definitionOf = (key: string): AttributeDefinition => {
  const found = definitions.find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};
const formOf = (condition: Condition, today = '2026-03-01') =>
  normalForm(condition, definitionOf(condition.attribute), today);
const among = (condition: Condition, day: string, today: string) => {
  const form = formOf(condition, today);
  return form.kind === 'days' && inRanges(form.ranges, dayNumber(day));
};

test.each<[Condition, unknown]>([
  [{ op: 'isSet', attribute: 'visits' }, { kind: 'known' }],
  [{ op: 'isSet', attribute: 'email' }, { kind: 'never' }],
  [{ op: 'equals', attribute: 'visits', value: '4' }, { kind: 'never' }],
  [
    { op: 'equals', attribute: 'portal', value: false },
    { kind: 'flag', value: false },
  ],
  [
    { op: 'range', attribute: 'visits', max: 4 },
    { kind: 'numbers', ranges: [[-Infinity, 4]] },
  ],
  [
    { op: 'range', attribute: 'visits', min: 5, max: 4 },
    { kind: 'numbers', ranges: [] },
  ],
  [
    { op: 'before', attribute: 'last_visit', day: '1970-01-02' },
    { kind: 'days', ranges: [[-Infinity, 0]] },
  ],
  [
    { op: 'allOf', attribute: 'conditions', values: ['e119', 'E11.9', 'I10'] },
    {
      kind: 'items',
      wanted: new Set(['E11.9', 'I10']),
      under: false,
      atLeast: 2,
      atMost: Infinity,
    },
  ],
  [
    { op: 'noneOf', attribute: 'interests', values: [' Diet'] },
    { kind: 'items', wanted: new Set(['diet']), under: false, atLeast: 0, atMost: 0 },
  ],
  [
    { op: 'atLeast', attribute: 'conditions', count: 2 },
    { kind: 'items', wanted: null, under: false, atLeast: 2, atMost: Infinity },
  ],
])('%j is reduced', (condition, expected) => {
  expect(formOf(condition)).toEqual(expected);
});

test.each([
  ['2026-03-31', -1, '2026-02-28'],
  ['2024-03-31', -1, '2024-02-29'],
  ['2024-02-29', -12, '2023-02-28'],
  ['2026-01-31', 13, '2027-02-28'],
  ['2026-03-15', -14, '2025-01-15'],
  ['0001-01-31', 1, '0001-02-28'],
  ['9999-01-31', 11, '9999-12-31'],
  ['1900-01-31', 1, '1900-02-28'],
  ['2000-01-31', 1, '2000-02-29'],
])('%s and %i months is %s', (day, months, expected) => {
  expect(addMonths(dayNumber(day), months)).toBe(dayNumber(expected));
});

describe('birthdays, counted day by day', () => {
  const isLeap = (year: number) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  /** The birthday in that year. */
  const birthday = (born: string, year: number) => {
    const rest = born.slice(5);
    return `${year}-${rest === '02-29' && !isLeap(year) ? '03-01' : rest}`;
  };
  const yearOf = (day: string) => Number(day.slice(0, 4));
  const ageOn = (born: string, day: string) =>
    yearOf(day) - yearOf(born) - (birthday(born, yearOf(day)) > day ? 1 : 0);
  const day = (from: string, days: number) =>
    fc.oneof(
      fc.integer({ min: 0, max: days }).map((after) => addDays(from, after)),
      fc
        .tuple(
          fc.integer({ min: 0, max: Math.floor(days / 366) }),
          fc.constantFrom('02-28', '02-29', '03-01', '12-31', '01-01'),
        )
        .map(([years, rest]) => `${yearOf(from) + years}-${rest}`)
        .filter((one) => !one.endsWith('02-29') || isLeap(yearOf(one))),
    );
  const born = day('1958-01-01', 9000);
  const today = day('2023-01-01', 3000);
  const attribute = 'birth_date';
  type Claims = readonly (readonly [Condition, boolean])[];
  /** What is claimed of a date of birth on a day, held against the ranges. */
  const wrong = (claims: (born: string, today: string) => Claims) => {
    const found: unknown[] = [];
    fc.assert(
      fc.property(born, today, (date, now) => {
        for (const [condition, holds] of claims(date, now)) {
          if (among(condition, date, now) !== holds) found.push({ date, now, condition });
        }
      }),
      { numRuns: 200 },
    );
    return found;
  };

  test('an age is that of the last birthday', () => {
    const claims = (date: string, now: string): Claims => {
      const age = ageOn(date, now);
      return [
        [{ op: 'age', attribute, min: age, max: age }, true],
        [{ op: 'age', attribute, min: age + 1 }, false],
        [{ op: 'age', attribute, max: age - 1 }, false],
      ];
    };
    expect(wrong(claims)).toEqual([]);
  });

  test('who turns an age within days has another age then', () => {
    const claims = (date: string, now: string): Claims =>
      [0, 1, 60].map((days) => {
        const age = ageOn(date, addDays(now, days));
        const turns = ageOn(date, addDays(now, -1)) < age;
        return [{ op: 'turns', attribute, age, days }, turns];
      });
    expect(wrong(claims)).toEqual([]);
  });

  test.each([
    [0, 'future'],
    [1, 'past'],
    [40, 'future'],
    [365, 'past'],
  ] as const)('an anniversary within %i days (%s) is a birthday on one', (days, direction) => {
    const claims = (date: string, now: string): Claims => {
      const first = direction === 'past' ? addDays(now, -days) : now;
      const all = Array.from({ length: days + 1 }, (_, place) => addDays(first, place));
      const expected = all.some((one) => birthday(date, yearOf(one)) === one);
      return [[{ op: 'anniversary', attribute, days, direction }, expected]];
    };
    expect(wrong(claims)).toEqual([]);
  });

  test('a month is that of the date as it is written', () => {
    const claims = (date: string): Claims => {
      const month = Number(date.slice(5, 7));
      return [
        [{ op: 'inMonth', attribute, month }, true],
        [{ op: 'inMonth', attribute, month: (month % 12) + 1 }, false],
      ];
    };
    expect(wrong(claims)).toEqual([]);
  });
});
