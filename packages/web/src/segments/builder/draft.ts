import type { SegmentTree } from '@postern/sdk';
import type { Condition, Operator } from '../operators.ts';
import { ANYBODY, operandsOfPerson, type PersonOperands } from './person-draft.ts';

/**
 * A segment while it is being made: like the tree, but a condition may still lack something, `not`
 * is a mark on each part instead of a part of its own, and each part has an id that stays.
 */
export type Draft = GroupDraft | ConditionDraft | PersonDraft;

export interface GroupDraft {
  readonly id: string;
  readonly kind: 'group';
  readonly not: boolean;
  readonly op: 'and' | 'or';
  readonly of: readonly Draft[];
}

export interface ConditionDraft extends Operands {
  readonly id: string;
  readonly kind: 'condition';
  readonly not: boolean;
  readonly attribute: string | null;
  readonly op: Operator;
}

/** A condition on what happened or was said. */
export interface PersonDraft extends PersonOperands {
  readonly id: string;
  readonly kind: 'person';
  readonly not: boolean;
}

/** What a condition compares with; which of them counts, the operator says. */
export interface Operands {
  readonly value: string | number | boolean | null;
  readonly values: readonly string[];
  readonly min: number | null;
  readonly max: number | null;
  readonly day: string;
  readonly days: number | null;
  readonly direction: 'past' | 'future';
  readonly count: number | null;
  /** Codes that lie under the values count too. */
  readonly under: boolean;
  readonly unit: 'days' | 'weeks' | 'months' | 'years';
  readonly age: number | null;
  readonly month: number;
}

let last = 0;
const newId = () => `part-${++last}`;

const NOTHING: Operands = {
  value: null,
  values: [],
  min: null,
  max: null,
  day: '',
  days: 365,
  direction: 'past',
  count: 2,
  under: false,
  unit: 'months',
  age: null,
  month: 1,
};

export const emptyCondition = (): ConditionDraft => ({
  ...NOTHING,
  id: newId(),
  kind: 'condition',
  not: false,
  attribute: null,
  op: 'isSet',
});

export const emptyPerson = (): PersonDraft => ({
  ...ANYBODY,
  id: newId(),
  kind: 'person',
  not: false,
});

export const emptyGroup = (of: readonly Draft[] = [emptyCondition()]): GroupDraft => ({
  id: newId(),
  kind: 'group',
  not: false,
  op: 'and',
  of,
});

/** Operands for another operator: what was typed is kept where it still fits. */
export function operandsFor(op: Operator, before: ConditionDraft): Operands {
  const { value, values } = before;
  const one = typeof value === 'string' ? value : (values[0] ?? null);
  const several = values.length > 0 ? values : typeof value === 'string' && value ? [value] : [];
  const takesSeveral = ['oneOf', 'anyOf', 'allOf', 'noneOf', 'atLeast'].includes(op);
  return { ...before, value: takesSeveral ? value : one, values: takesSeveral ? several : values };
}

export const withoutOperands = (condition: ConditionDraft): ConditionDraft => ({
  ...condition,
  ...NOTHING,
});

/** A saved tree, to be changed; of a locked segment nothing. The outermost is always a group. */
export function draftOf(tree: SegmentTree | null): GroupDraft {
  if (tree === null) return emptyGroup();
  const draft = read(tree, false);
  return draft.kind === 'group' ? draft : emptyGroup([draft]);
}

function read(tree: SegmentTree, not: boolean): Draft {
  switch (tree.op) {
    case 'not':
      return read(tree.of, !not);
    case 'and':
    case 'or':
      return { ...emptyGroup([]), not, op: tree.op, of: tree.of.map((one) => read(one, false)) };
    case 'authorizationEnds':
    case 'event':
    case 'consent':
    case 'segment':
    case 'sample':
    case 'recentlyMailed':
    case 'address':
      return { ...emptyPerson(), ...operandsOfPerson(tree), not };
    default:
      return {
        ...emptyCondition(),
        ...operandsOf(tree),
        not,
        attribute: tree.attribute,
        op: tree.op,
      };
  }
}

function operandsOf(condition: Condition): Operands {
  switch (condition.op) {
    case 'equals':
      return { ...NOTHING, value: condition.value };
    case 'underCode':
      return { ...NOTHING, value: condition.code };
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
    case 'noneOf':
      return { ...NOTHING, values: condition.values };
    case 'range':
    case 'age':
      return { ...NOTHING, ...endsOf(condition) };
    case 'ago':
    case 'ahead':
      return { ...NOTHING, ...endsOf(condition), unit: condition.unit };
    case 'atLeast': {
      const { count, values = [], under = false } = condition;
      return { ...NOTHING, count, values, under };
    }
    case 'turns':
      return { ...NOTHING, age: condition.age, days: condition.days };
    case 'inMonth':
      return { ...NOTHING, month: condition.month };
    case 'before':
    case 'after':
      return { ...NOTHING, day: condition.day };
    case 'withinDays':
    case 'anniversary':
      return { ...NOTHING, days: condition.days, direction: condition.direction };
    case 'isSet':
      return NOTHING;
  }
}

const endsOf = ({ min, max }: { readonly min?: number; readonly max?: number }) => ({
  min: min ?? null,
  max: max ?? null,
});
