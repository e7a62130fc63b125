import { type Day, isDay } from '../values/index.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** 'March 4, 2026'; what is no day stays as it is. */
export function sayDay(day: Day): string {
  return formatDay(day, '%B %-d, %Y');
}

/** The signs of strftime that say a day: %Y %y %m %-m %d %-d %e %B %b %A %a; others stay. */
export function formatDay(day: Day, format: string): string {
  if (!isDay(day)) return day;
  const [year = '', month = '', date = ''] = day.split('-');
  const monthName = MONTHS[Number(month) - 1] ?? '';
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  const signs: Readonly<Record<string, string>> = {
    '%Y': year,
    '%y': year.slice(2),
    '%m': month,
    '%-m': String(Number(month)),
    '%d': date,
    '%-d': String(Number(date)),
    '%e': String(Number(date)),
    '%B': monthName,
    '%b': monthName.slice(0, 3),
    '%A': weekday,
    '%a': weekday.slice(0, 3),
    '%%': '%',
  };
  return format.replace(/%-?[A-Za-z%]/g, (sign) => signs[sign] ?? sign);
}

/** 'a', 'a and b', 'a, b and c'. */
export function sayList(items: readonly string[]): string {
  const last = items.at(-1);
  if (last === undefined) return '';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
