/** A day without a time: 'YYYY-MM-DD', proleptic Gregorian. */
export type Day = string;

const MS_PER_DAY = 86_400_000;

/** True for a day that exists: '2024-02-29' does, '2023-02-30' does not, nor does the year 0. */
export function isDay(text: string): text is Day {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const { month, day } = partsOf(text);
  const named = digits(text, 5, 7);
  return (
    named >= 1 && named <= 12 && day >= 1 && day <= firstOfMonth(month + 1) - firstOfMonth(month)
  );
}

/** The month as `firstOfMonth` counts, and the day in it. */
function partsOf(day: Day): { readonly month: number; readonly day: number } {
  const month = 12 * digits(day, 0, 4) + digits(day, 5, 7) - 1;
  return { month, day: digits(day, 8, 10) };
}

/** The number that stands there; without a text for it, since an import asks of millions. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = 10 * number + text.charCodeAt(at) - 0x30;
  return number;
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
  if (isDay(plain)) return plain;
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(plain);
  const us = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(plain);
  const parts = iso ? [iso[1], iso[2], iso[3]] : us ? [us[3], us[1], us[2]] : null;
  if (parts === null) return null;
  const day = `${parts[0]}-${parts[1]?.padStart(2, '0')}-${parts[2]?.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

/**
 * The day as a number: whole days since 1970-01-01, negative before. Both are counted without Date, which
 * takes three times as long: an import asks of millions.
 */
export function dayNumber(day: Day): number {
  const { month, day: inMonth } = partsOf(day);
  return firstOfMonth(month) + inMonth - 1;
}

/**
 * The numbered day so many calendar months later (earlier when negative). Where the month is too
 * short it is the month's last day, as in PostgreSQL: March 31 less one month is February 28 or 29.
 */
export function addMonths(number: number, months: number): number {
  const date = new Date(number * MS_PER_DAY);
  const month = 12 * date.getUTCFullYear() + date.getUTCMonth() + months;
  const first = firstOfMonth(month);
  return Math.min(first + date.getUTCDate(), firstOfMonth(month + 1)) - 1;
}

/**
 * The number of a month's first day; months count from January of the year 0. Counted without Date,
 * since segments ask it of every month of thousands of years: years begin in March, so that the leap
 * day is their last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
 */
export function firstOfMonth(month: number): number {
  const fromMarch = month - 2;
  const year = Math.floor(fromMarch / 12);
  const before = Math.floor((153 * (fromMarch - 12 * year) + 2) / 5);
  return (
    365 * year +
    Math.floor(year / 4) -
    Math.floor(year / 100) +
    Math.floor(year / 400) +
    before -
    MARCH_0
  );
}

/** Days from March 1 of the year 0 to 1970-01-01. */
const MARCH_0 = 719_468;
