import type { ColumnKind } from '@postern/core/columns';
import {
  type Attributes,
  type AttributeType,
  type AttributeValue,
  comparableForm,
  dayNumber,
  isDay,
} from '@postern/core/values';
import type { NumberedDefinition } from '../numbered-definition.ts';

export const KINDS: Readonly<Record<AttributeType, ColumnKind>> = {
  text: 'one',
  code: 'one',
  number: 'number',
  date: 'day',
  boolean: 'flag',
  list: 'list',
};

/** What is known of one attribute, as columns hold it; texts and codes in their comparable forms. */
export type Known = boolean | number | readonly string[] | null;

/**
 * A contact's value as its column holds it. Null, "not known", for identity (it is sealed, 45 CFR
 * 164.514(e)(2)), for deleted definitions, and for values that are not of their definition's type,
 * exactly as in core's `matches`. Equal items of a list are one.
 */
export function knownOf(definition: NumberedDefinition, attributes: Attributes): Known {
  if (definition.identity || definition.deletedAt !== null) return null;
  if (!Object.hasOwn(attributes, definition.key)) return null;
  const value = attributes[definition.key] as AttributeValue;
  switch (definition.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'date':
      return typeof value === 'string' && isDay(value) ? dayNumber(value) : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'text':
    case 'code':
      return typeof value === 'string' ? formsOf(definition, [value]) : null;
    case 'list':
      return Array.isArray(value) ? formsOf(definition, value) : null;
  }
}

function formsOf(
  definition: NumberedDefinition,
  items: readonly unknown[],
): readonly string[] | null {
  const forms = new Set<string>();
  for (const item of items) {
    if (typeof item === 'string') forms.add(comparableForm(definition, item));
  }
  forms.delete('');
  return forms.size === 0 ? null : [...forms];
}
