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

const KINDS: Readonly<Record<AttributeType, ColumnKind>> = {
  text: 'one',
  code: 'one',
  number: 'number',
  date: 'day',
  boolean: 'flag',
  list: 'list',
};

/** The kind of column that an attribute has. */
export function columnKind({ identity, type }: NumberedDefinition): ColumnKind {
  return identity ? 'flag' : KINDS[type];
}

/** What is known of one attribute, as columns hold it; texts and codes in their comparable forms. */
export type Known = boolean | number | readonly string[] | null;

/**
 * A contact's value as its column holds it. Of identity, which is sealed (45 CFR 164.514(e)(2)), only
 * that it is known: no segment asks for it, but whether a message can be made does. Null, "not known",
 * for deleted definitions, and for values that are not of their definition's type, exactly as in core's
 * `matches`. Equal items of a list are one.
 */
export function knownOf(definition: NumberedDefinition, attributes: Attributes): Known {
  return Object.hasOwn(attributes, definition.key)
    ? knownValue(definition, attributes[definition.key] as AttributeValue)
    : null;
}

/** The same of a value. */
export function knownValue(definition: NumberedDefinition, value: AttributeValue): Known {
  if (definition.deletedAt !== null) return null;
  if (definition.identity) return value === '' ? null : true;
  switch (definition.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'date':
      return typeof value === 'string' ? dayOf(value) : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'text':
    case 'code':
      return typeof value === 'string' ? formsOf(definition, [value]) : null;
    case 'list':
      return Array.isArray(value) ? formsOf(definition, value) : null;
  }
}

const dayOf = (text: string): number | null => (isDay(text) ? dayNumber(text) : null);

/** Forms of values that recur, by definition: making one costs a microsecond. */
const remembered = new WeakMap<NumberedDefinition, Map<string, readonly string[]>>();
const REMEMBERED = 8_192;

function formOf(definition: NumberedDefinition, value: string): readonly string[] {
  let known = remembered.get(definition);
  if (known === undefined) remembered.set(definition, (known = new Map()));
  let forms = known.get(value);
  if (forms === undefined) {
    const form = comparableForm(definition, value);
    forms = form === '' ? [] : [form];
    if (known.size >= REMEMBERED) known.clear();
    known.set(value, forms);
  }
  return forms;
}

function formsOf(
  definition: NumberedDefinition,
  items: readonly unknown[],
): readonly string[] | null {
  const [first] = items;
  if (items.length === 1 && typeof first === 'string') {
    const forms = formOf(definition, first);
    return forms.length === 0 ? null : forms;
  }
  const forms = new Set<string>();
  for (const item of items) {
    if (typeof item === 'string') for (const form of formOf(definition, item)) forms.add(form);
  }
  return forms.size === 0 ? null : [...forms];
}
