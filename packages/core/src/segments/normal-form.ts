import { type AttributeDefinition, comparableForm, type Day } from '../values/index.ts';
import { dayRanges } from './day-ranges.ts';
import { type Ranges, rangesOf } from './ranges.ts';
import type { Condition } from './tree.ts';

/**
 * What a condition asks of one attribute, with its literals normalised and its days counted from
 * today. Every evaluator stands on it, so that an operator has one meaning. A value that is not
 * known, or of another type than the definition's, is never in it; nor is anybody when `never`.
 */
export type NormalForm =
  | { readonly kind: 'never' }
  /** A value is known: for texts, codes and lists, at least one that says something. */
  | { readonly kind: 'known' }
  /** The number is finite and in one of the ranges. */
  | { readonly kind: 'numbers'; readonly ranges: Ranges }
  /** The day, as `dayNumber` counts, is in one of the ranges. */
  | { readonly kind: 'days'; readonly ranges: Ranges }
  | { readonly kind: 'flag'; readonly value: boolean }
  | WantedItems;

/**
 * A text, a code (one item) or a list is known, and from `atLeast` to `atMost` of its distinct items
 * are wanted. Distinct are items whose `comparableForm` differs; one that is empty counts as none.
 */
export interface WantedItems {
  readonly kind: 'items';
  /** Comparable forms; null when every item is wanted. */
  readonly wanted: ReadonlySet<string> | null;
  /** An item that lies under a wanted one (`ancestorForms`) is wanted too. */
  readonly under: boolean;
  readonly atLeast: number;
  readonly atMost: number;
}

const NEVER: NormalForm = { kind: 'never' };

/** The condition in its normal form; what does not fit the definition's type is `never`. */
export function normalForm(
  condition: Condition,
  definition: AttributeDefinition,
  today: Day,
): NormalForm {
  if (definition.identity || definition.deletedAt !== null) return NEVER;
  if (condition.op === 'isSet') return { kind: 'known' };
  switch (definition.type) {
    case 'number': {
      const ranges = numberRanges(condition);
      return ranges ? { kind: 'numbers', ranges } : NEVER;
    }
    case 'date': {
      const ranges = dayRanges(condition, today);
      return ranges ? { kind: 'days', ranges } : NEVER;
    }
    case 'boolean':
      return condition.op === 'equals' && typeof condition.value === 'boolean'
        ? { kind: 'flag', value: condition.value }
        : NEVER;
    case 'text':
    case 'code':
    case 'list':
      return wantedItems(condition, definition) ?? NEVER;
  }
}

function numberRanges(condition: Condition): Ranges | null {
  switch (condition.op) {
    case 'equals':
      return typeof condition.value === 'number'
        ? rangesOf([condition.value, condition.value])
        : null;
    case 'range':
      return rangesOf([condition.min ?? -Infinity, condition.max ?? Infinity]);
    default:
      return null;
  }
}

function wantedItems(condition: Condition, definition: AttributeDefinition): WantedItems | null {
  const items = (values: readonly string[], rest: Partial<WantedItems> = {}): WantedItems => ({
    kind: 'items',
    wanted: new Set(values.map((value) => comparableForm(definition, value))),
    under: false,
    atLeast: 1,
    atMost: Infinity,
    ...rest,
  });
  switch (condition.op) {
    case 'equals':
      return typeof condition.value === 'string' ? items([condition.value]) : null;
    case 'underCode':
      return items([condition.code], { under: true });
    case 'oneOf':
    case 'anyOf':
      return items(condition.values);
    case 'allOf': {
      const all = items(condition.values);
      return { ...all, atLeast: all.wanted?.size ?? 0 };
    }
    case 'noneOf':
      return items(condition.values, { atLeast: 0, atMost: 0 });
    case 'atLeast': {
      const { values, under = false, count: atLeast } = condition;
      return items(values ?? [], { under, atLeast, ...(!values && { wanted: null }) });
    }
    default:
      return null;
  }
}
