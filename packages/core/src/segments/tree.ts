import type { Day } from '../values/index.ts';

/**
 * A segment is one tree. It is evaluated in memory (`matches`) and as SQL by the server; both stand
 * on one truth table. Attributes are named by key.
 *
 * A condition on a value that is not known is false; `not` makes it true. Texts are compared in
 * their normal form, codes in the form of their system; `underCode` finds the code itself and all
 * below it. A list satisfies `equals`, `oneOf` and `underCode` when one of its items does.
 */
export type SegmentTree =
  | { readonly op: 'and' | 'or'; readonly of: readonly SegmentTree[] }
  | { readonly op: 'not'; readonly of: SegmentTree }
  | AuthorizationEnds
  | Condition;

/**
 * One of their authorizations states a date from today until in `days` days, and was not revoked
 * before: who is to be asked for a new one. It touches no attribute.
 */
export interface AuthorizationEnds {
  readonly op: 'authorizationEnds';
  readonly days: number;
}

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
  | { readonly op: 'before' | 'after'; readonly attribute: string; readonly day: Day }
  | {
      /** `past`: from `days` days ago until today; `future`: from today until in `days` days. */
      readonly op: 'withinDays';
      readonly attribute: string;
      readonly days: number;
      readonly direction: 'past' | 'future';
    }
  | { readonly op: 'isSet'; readonly attribute: string }
  | {
      readonly op: 'anyOf' | 'allOf' | 'noneOf';
      readonly attribute: string;
      readonly values: readonly string[];
    };

export type Literal = string | number | boolean;
