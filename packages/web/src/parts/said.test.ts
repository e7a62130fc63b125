import { expect, test } from 'vitest';
import { said } from './said.ts';

const NOW = new Date(2026, 2, 4, 15, 4);

test.each([
  [new Date(2026, 2, 4, 15, 4), 'Just now'],
  [new Date(2026, 2, 4, 15, 3), 'A minute ago'],
  [new Date(2026, 2, 4, 14, 52), '12 minutes ago'],
  [new Date(2026, 2, 4, 15, 9), 'In 5 minutes'],
  [new Date(2026, 2, 4, 9, 0), /^Today, 9:00\sAM$/],
  [new Date(2026, 2, 3, 23, 59), /^Yesterday, 11:59\sPM$/],
  [new Date(2026, 2, 5, 0, 30), /^Tomorrow, 12:30\sAM$/],
  [new Date(2026, 2, 9, 9, 0), /^Monday, 9:00\sAM$/],
  [new Date(2026, 2, 11, 9, 0), 'March 11'],
  [new Date(2026, 0, 31, 12, 0), 'January 31'],
  [new Date(2025, 11, 31, 12, 0), 'December 31, 2025'],
])('%s is said as %s', (time, words) => {
  expect(said(time.toISOString(), NOW)).toMatch(words);
});
