import type { AttributeDefinition } from '../values/index.ts';
import type { Condition } from './tree.ts';

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

/** The operators that fit an attribute; none for identity, which is sealed and cannot be matched. */
export function operatorsOf(definition: AttributeDefinition): readonly Operator[] {
  if (definition.identity) return [];
  // only ICD-10-CM says in the code itself what it lies under
  const under: Operator[] = definition.system === 'icd-10-cm' ? ['underCode'] : [];
  switch (definition.type) {
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
