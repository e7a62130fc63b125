/** A day without a time: 'YYYY-MM-DD', proleptic Gregorian. */
export type Day = string;

const MS_PER_DAY = 86_400_000;

/** True for a day that exists: '2024-02-29' does, '2023-02-30' does not, nor does the year 0. */
export function isDay(text: string): text is Day {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/**
 * Reads a day as clinics write it: 2024-03-01, 20240301, 3/1/2024 and 03-01-2024 (month first, as
 * in the United States). Null when it is none, or no such day exists.
 */
export function readDay(text: string): Day | null {
  const plain = text.trim();
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(plain);
  const us = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(plain);
  const parts = iso ? [iso[1], iso[2], iso[3]] : us ? [us[3], us[1], us[2]] : null;
  if (parts === null) return null;
  const day = `${parts[0]}-${parts[1]?.padStart(2, '0')}-${parts[2]?.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

/** The day as a number: whole days since 1970-01-01, negative before. */
export function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;
}

/**
 * The numbered day so many calendar months later (earlier when negative). Where the month is too
 * short it is the month's last day, as in PostgreSQL: March 31 less one month is February 28 or 29.
 */
export function addMonths(number: number, months: number): number {
  const date = new Date(number * MS_PER_DAY);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const first = date.getTime();
  date.setUTCMonth(date.getUTCMonth() + 1);
  const length = (date.getTime() - first) / MS_PER_DAY;
  return first / MS_PER_DAY + Math.min(day, length) - 1;
}
