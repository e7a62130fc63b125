import type { Day } from '../values/index.ts';
import type { PersonCondition } from './person-condition.ts';

/**
 * A segment is one tree. It is evaluated in memory (`matches`) and over columns by the server; both
 * stand on one truth table. Attributes are named by key.
 *
 * A condition on a value that is not known is false; `not` makes it true. Texts are compared in
 * their normal form, codes in the form of their system; `underCode` finds the code itself and all
 * below it. A list satisfies `equals`, `oneOf` and `underCode` when one of its items does.
 */
export type SegmentTree =
  | { readonly op: 'and' | 'or'; readonly of: readonly SegmentTree[] }
  | { readonly op: 'not'; readonly of: SegmentTree }
  | PersonCondition
  | Condition;

/** What one attribute must be. */
export type Condition =
  | { readonly op: 'equals'; readonly attribute: string; readonly value: Literal }
  | { readonly op: 'oneOf'; readonly attribute: string; readonly values: readonly string[] }
  | { readonly op: 'underCode'; readonly attribute: string; readonly code: string }
  | {
      /** Both ends included; one of them may be missing. Numbers only. */
      readonly op: 'range';
      readonly attribute: string;
      readonly min?: number;
      readonly max?: number;
    }
  | { readonly op: 'isSet'; readonly attribute: string }
  | {
      readonly op: 'anyOf' | 'allOf' | 'noneOf';
      readonly attribute: string;
      readonly values: readonly string[];
    }
  | AtLeast
  | DayCondition;

/**
 * At least `count` distinct items of a list are among `values`; with `under`, are those codes or lie
 * under them; without `values`, whatever they are.
 */
export interface AtLeast {
  readonly op: 'atLeast';
  readonly attribute: string;
  readonly count: number;
  readonly values?: readonly string[];
  readonly under?: true;
}

export const DATE_UNITS = ['days', 'weeks', 'months', 'years'] as const;
export type DateUnit = (typeof DATE_UNITS)[number];

/**
 * What a date must be. Months and years are counted by the calendar and end on the last day of a
 * shorter month: a month before March 31 is February 28 or 29. Who was born on a February 29 has
 * their birthday on March 1 in other years, so that nobody has an age before they have it by any
 * reckoning.
 */
export type DayCondition =
  | { readonly op: 'before' | 'after'; readonly attribute: string; readonly day: Day }
  | {
      /** `past`: from `days` days ago until today; `future`: from today until in `days` days. */
      readonly op: 'withinDays';
      readonly attribute: string;
      readonly days: number;
      readonly direction: 'past' | 'future';
    }
  | {
      /**
       * From `max` units ago (however long ago) until `min` units ago (today), both included; `ahead`
       * the same in the future. One of the two may be missing.
       */
      readonly op: 'ago' | 'ahead';
      readonly attribute: string;
      readonly min?: number;
      readonly max?: number;
      readonly unit: DateUnit;
    }
  /** Years completed today since this date, both ends included; one of them may be missing. */
  | { readonly op: 'age'; readonly attribute: string; readonly min?: number; readonly max?: number }
  /** The birthday on which they reach the age is from today until in `days` days. */
  | {
      readonly op: 'turns';
      readonly attribute: string;
      readonly age: number;
      readonly days: number;
    }
  /** The day and month come round, from the date itself on, in so many days or so many days ago. */
  | {
      readonly op: 'anniversary';
      readonly attribute: string;
      readonly days: number;
      readonly direction: 'past' | 'future';
    }
  /** The date lies in this month, 1 to 12, of any year; February 29 in February. */
  | { readonly op: 'inMonth'; readonly attribute: string; readonly month: number };

export type Literal = string | number | boolean;
