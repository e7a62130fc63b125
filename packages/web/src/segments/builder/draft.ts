import type { SegmentTree } from '@postern/sdk';
import type { Condition, Operator } from '../operators.ts';

/**
 * A segment while it is being made: like the tree, but a condition may still lack something, `not`
 * is a mark on each part instead of a part of its own, and each part has an id that stays.
 */
export type Draft = GroupDraft | ConditionDraft | EndsDraft;

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

/** That an authorization ends within days. */
export interface EndsDraft {
  readonly id: string;
  readonly kind: 'ends';
  readonly not: boolean;
  readonly days: number | null;
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
};

export const emptyCondition = (): ConditionDraft => ({
  ...NOTHING,
  id: newId(),
  kind: 'condition',
  not: false,
  attribute: null,
  op: 'isSet',
});

export const emptyEnds = (): EndsDraft => ({ id: newId(), kind: 'ends', not: false, days: 30 });

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
  const takesSeveral = op === 'oneOf' || op === 'anyOf' || op === 'allOf' || op === 'noneOf';
  return { ...before, value: takesSeveral ? value : one, values: takesSeveral ? several : values };
}

export const withoutOperands = (condition: ConditionDraft): ConditionDraft => ({
  ...condition,
  ...NOTHING,
});

/** A saved tree, to be changed. The outermost is always a group. */
export function draftOf(tree: SegmentTree): GroupDraft {
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
      return { ...emptyEnds(), not, days: tree.days };
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
      return { ...NOTHING, min: condition.min ?? null, max: condition.max ?? null };
    case 'before':
    case 'after':
      return { ...NOTHING, day: condition.day };
    case 'withinDays':
      return { ...NOTHING, days: condition.days, direction: condition.direction };
    case 'isSet':
      return NOTHING;
  }
}
