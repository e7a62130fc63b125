import type { Attributes, AttributeValue } from '@postern/core/values';
import type { OrganizationKeys } from '../keys/index.ts';
import type { NumberedDefinition } from './numbered-definition.ts';

/** The sealed columns of a contact. */
export interface SealedContent {
  readonly identity_sealed: Buffer;
  readonly values_sealed: Buffer;
  readonly content_hash: Buffer;
}

const identityOf = (id: string) => `contacts.identity:${id}`;
const valuesOf = (id: string) => `contacts.values:${id}`;

/**
 * Seals what is known of a contact, identity apart from the rest, each bound to the contact's id: a
 * blob moved to another row does not open.
 */
export function sealContent(
  keys: OrganizationKeys,
  id: string,
  attributes: Attributes,
  definitions: readonly NumberedDefinition[],
): SealedContent {
  const direct = new Set(definitions.flatMap((one) => (one.identity ? [one.key] : [])));
  const part = (identity: boolean) =>
    Object.fromEntries(Object.entries(attributes).filter(([key]) => direct.has(key) === identity));
  return {
    identity_sealed: keys.sealJson(part(true), identityOf(id)),
    values_sealed: keys.sealJson(part(false), valuesOf(id)),
    content_hash: keys.mac('content', `${id}\0${contentForm(attributes)}`),
  };
}

/** Opens both; those of deleted definitions are in it too. */
export function openContent(
  keys: OrganizationKeys,
  id: string,
  row: Pick<SealedContent, 'identity_sealed' | 'values_sealed'>,
): Record<string, AttributeValue> {
  return Object.assign(
    keys.openJson(row.identity_sealed, identityOf(id)) as Record<string, AttributeValue>,
    keys.openJson(row.values_sealed, valuesOf(id)),
  );
}

/** One text for one content, whatever the order of its keys: equal texts, nothing to write. */
export function contentForm(attributes: Attributes): string {
  return JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
