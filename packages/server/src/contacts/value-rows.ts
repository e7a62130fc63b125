import {
  type AttributeDefinition,
  type Attributes,
  type AttributeValue,
  ancestorForms,
  comparableForm,
  isDay,
} from '@postern/core/values';
import type { OrganizationKeys } from '../keys/index.ts';

/** A definition as stored: `number` stands for it in the big tables. */
export type NumberedDefinition = AttributeDefinition & { readonly number: number };

/** What `contact_values` holds of one value, beside the contact's bucket, organization and id. */
export interface ValueRow {
  readonly attribute: number;
  readonly ordinal: number;
  readonly token: Buffer | null;
  readonly ancestor: boolean;
  readonly number: number | null;
  readonly day: string | null;
  readonly flag: boolean | null;
}

const EMPTY = { token: null, ancestor: false, number: null, day: null, flag: null } as const;

/**
 * The rows by which segments find a contact. Texts and codes become tokens; a list has ordinals 0,
 * 1, 2, ... (equal items once); the codes that its codes lie under have -1, -2, ... and `ancestor`.
 * `ordinal` is a smallint: the caller keeps lists below 8,000 items.
 *
 * No rows for identity (it is sealed, 45 CFR 164.514(e)(2)), for deleted definitions, for keys
 * without a definition, and for values that are not of their definition's type: those count as not
 * known, exactly as they do in core's `matches`.
 */
export function valueRows(
  attributes: Attributes,
  definitions: readonly NumberedDefinition[],
  keys: Pick<OrganizationKeys, 'valueToken'>,
): ValueRow[] {
  return definitions.flatMap((definition) => {
    if (definition.identity || definition.deletedAt !== null) return [];
    if (!Object.hasOwn(attributes, definition.key)) return [];
    return rowsOf(definition, attributes[definition.key] as AttributeValue, keys);
  });
}

function rowsOf(
  definition: NumberedDefinition,
  value: AttributeValue,
  keys: Pick<OrganizationKeys, 'valueToken'>,
): ValueRow[] {
  const plain = { ...EMPTY, attribute: definition.number, ordinal: 0 };
  switch (definition.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? [{ ...plain, number: value }]
        : [];
    case 'date':
      return typeof value === 'string' && isDay(value) ? [{ ...plain, day: value }] : [];
    case 'boolean':
      return typeof value === 'boolean' ? [{ ...plain, flag: value }] : [];
    case 'text':
    case 'code':
      return typeof value === 'string' ? tokenRows(definition, [value], keys) : [];
    case 'list':
      return Array.isArray(value) ? tokenRows(definition, value, keys) : [];
  }
}

function tokenRows(
  definition: NumberedDefinition,
  items: readonly unknown[],
  keys: Pick<OrganizationKeys, 'valueToken'>,
): ValueRow[] {
  const own = new Set<string>();
  const above = new Set<string>();
  for (const item of items) {
    if (typeof item !== 'string') continue;
    const form = comparableForm(definition, item);
    if (form === '') continue;
    own.add(form);
    for (const ancestor of ancestorForms(definition, item)) above.add(ancestor);
  }
  const row = (form: string, ordinal: number, ancestor: boolean): ValueRow => ({
    ...EMPTY,
    attribute: definition.number,
    ordinal,
    token: keys.valueToken(definition, form),
    ancestor,
  });
  // a code that is both in the list and above another is found as an item already
  const ancestors = [...above].filter((form) => !own.has(form));
  return [
    ...[...own].map((form, place) => row(form, place, false)),
    ...ancestors.map((form, place) => row(form, -1 - place, true)),
  ];
}
