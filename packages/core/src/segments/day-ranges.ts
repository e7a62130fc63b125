import { addDays, type Day, dayNumber, isDay } from '../values/index.ts';
import { type Ranges, rangesOf } from './ranges.ts';
import type { Condition } from './tree.ts';

/** The days for which a condition on a date is true today, as `dayNumber` counts; null when none fits. */
export function dayRanges(condition: Condition, today: Day): Ranges | null {
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
    case 'withinDays': {
      const [from, to] = daysAround(today, condition);
      return rangesOf([dayNumber(from), dayNumber(to)]);
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
