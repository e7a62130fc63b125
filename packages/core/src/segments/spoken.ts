import type { Day } from '../values/index.ts';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** '2026-03-01' as people say it: March 1, 2026. */
export function spokenDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${MONTHS[(month ?? 1) - 1]} ${date}, ${year}`;
}

/** 3 as people say it: March. */
export const spokenMonth = (month: number): string => MONTHS[month - 1] ?? `month ${month}`;

/** How near a day is, counted from today: within the next 30 days. */
export function spokenDays(days: number, which: 'next' | 'last' = 'next'): string {
  if (days === 0) return 'today';
  return `within the ${which} ${days === 1 ? 'day' : `${days} days`}`;
}

/** A; A or B; A, B or C. */
export function spokenList(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
