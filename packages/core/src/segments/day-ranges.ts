import { addDays, addMonths, type Day, dayNumber, firstOfMonth, isDay } from '../values/index.ts';
import { type Range, type Ranges, rangesOf } from './ranges.ts';
import type { Condition, DateUnit, DayCondition } from './tree.ts';

/** The days for which a condition on a date is true today, as `dayNumber` counts; null when none fits. */
export function dayRanges(condition: Condition, today: Day): Ranges | null {
  const now = dayNumber(today);
  switch (condition.op) {
    case 'equals': {
      const { value } = condition;
      if (typeof value !== 'string' || !isDay(value)) return null;
      return rangesOf([dayNumber(value), dayNumber(value)]);
    }
    case 'before':
      return isDay(condition.day) ? rangesOf([-Infinity, dayNumber(condition.day) - 1]) : null;
    case 'after':
      return isDay(condition.day) ? rangesOf([dayNumber(condition.day) + 1, Infinity]) : null;
    case 'withinDays':
      return rangesOf(around(now, condition));
    case 'ago': {
      const { min = 0, max = Infinity, unit } = condition;
      return rangesOf([shifted(now, -max, unit), shifted(now, -min, unit)]);
    }
    case 'ahead': {
      const { min = 0, max = Infinity, unit } = condition;
      return rangesOf([shifted(now, min, unit), shifted(now, max, unit)]);
    }
    case 'age': {
      const { min = 0, max = Infinity } = condition;
      return rangesOf([bornBy(now, max + 1) + 1, bornBy(now, min)]);
    }
    case 'turns':
      return rangesOf(birthdayIn([now, now + condition.days], condition.age));
    case 'anniversary': {
      const days = around(now, condition);
      return rangesOf(...years(0, yearOf(days[1])).map((age) => birthdayIn(days, age)));
    }
    case 'inMonth': {
      const months = years(1, 9999).map((year) => 12 * year + condition.month - 1);
      return months.map((month): Range => [firstOfMonth(month), firstOfMonth(month + 1) - 1]);
    }
    default:
      return null;
  }
}

/** The first and last day, both included, that `withinDays` means today. */
export function daysAround(
  today: Day,
  { days, direction }: Extract<Condition, { op: 'withinDays' }>,
): readonly [Day, Day] {
  return direction === 'past' ? [addDays(today, -days), today] : [today, addDays(today, days)];
}

const around = (
  now: number,
  { days, direction }: Extract<DayCondition, { direction: unknown }>,
): Range => (direction === 'past' ? [now - days, now] : [now, now + days]);

function shifted(now: number, count: number, unit: DateUnit): number {
  if (!Number.isFinite(count)) return count;
  switch (unit) {
    case 'days':
      return now + count;
    case 'weeks':
      return now + 7 * count;
    case 'months':
      return addMonths(now, count);
    case 'years':
      return addMonths(now, 12 * count);
  }
}

/**
 * The last date of birth with which one has completed so many years on that day. Where today is
 * February 29 it is the 28th of a common year; who was born on a 29th is a year older on March 1.
 */
const bornBy = (day: number, age: number): number =>
  Number.isFinite(age) ? addMonths(day, -12 * age) : -Infinity;

/** The dates of birth whose birthday of that age lies in the days. */
const birthdayIn = ([from, to]: Range, age: number): Range => [
  bornBy(from - 1, age) + 1,
  bornBy(to, age),
];

const MS_PER_DAY = 86_400_000;
const yearOf = (day: number): number => new Date(day * MS_PER_DAY).getUTCFullYear();
const years = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, place) => from + place);
