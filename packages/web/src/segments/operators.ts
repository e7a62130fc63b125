import type { SegmentTree } from '@postern/sdk';
import type { Attribute } from '../attributes/queries.ts';

/*
 * What core says of operators (packages/core/src/segments/operators.ts), as the pages need it: they
 * talk to the server through the SDK alone. A test holds the two together.
 */

export type Condition = Extract<SegmentTree, { attribute: string }>;
export type Operator = Condition['op'];

/** What each operator is called in a sentence. */
export const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  equals: 'is',
  oneOf: 'is one of',
  underCode: 'is a code or anything under it',
  range: 'is in a range',
  before: 'is before a day',
  after: 'is after a day',
  withinDays: 'is within days of today',
  isSet: 'is known',
  anyOf: 'includes any of',
  allOf: 'includes all of',
  noneOf: 'includes none of',
  atLeast: 'includes at least so many of',
  ago: 'is so long ago',
  ahead: 'is so far ahead',
  age: 'is the birth date of an age',
  turns: 'is the birth date of who turns an age soon',
  anniversary: 'comes round within days of today',
  inMonth: 'is in a month of any year',
};

type Formed = Pick<Attribute, 'type' | 'system' | 'identity'>;

/** The operators that fit an attribute; none for identity, which is sealed and cannot be matched. */
export function operatorsOf({ type, system, identity }: Formed): readonly Operator[] {
  if (identity) return [];
  const under: Operator[] = system === 'icd-10-cm' ? ['underCode'] : [];
  switch (type) {
    case 'text':
      return ['equals', 'oneOf', 'isSet'];
    case 'code':
      return ['equals', 'oneOf', ...under, 'isSet'];
    case 'number':
      return ['equals', 'range', 'isSet'];
    case 'date':
      return [
        ...(['equals', 'before', 'after', 'withinDays', 'ago', 'ahead'] as const),
        ...(['age', 'turns', 'anniversary', 'inMonth', 'isSet'] as const),
      ];
    case 'boolean':
      return ['equals', 'isSet'];
    case 'list':
      return ['anyOf', 'allOf', 'noneOf', 'atLeast', ...under, 'equals', 'oneOf', 'isSet'];
  }
}

/** The operator that one most likely wants first. */
export function usualOperator(attribute: Formed): Operator {
  if (attribute.system === 'icd-10-cm') return 'underCode';
  if (attribute.type === 'date') return 'withinDays';
  if (attribute.type === 'number') return 'range';
  return operatorsOf(attribute)[0] ?? 'isSet';
}
