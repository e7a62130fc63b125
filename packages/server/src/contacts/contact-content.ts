import type { Attributes, AttributeValue } from '@postern/core/values';
import type { OrganizationKeys } from '../keys/index.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { sameValue } from './same-value.ts';

/** The sealed columns of a contact. */
export interface SealedContent {
  readonly identity_sealed: Buffer;
  readonly values_sealed: Buffer;
}

/** What its sealed identity and its sealed values are bound to. */
export const identityOf = (id: string) => `contacts.identity:${id}`;
export const valuesOf = (id: string) => `contacts.values:${id}`;

/**
 * Seals what is known of contacts, identity apart from the rest, each bound to the contact's id: a
 * blob moved to another row does not open.
 */
export function contentSealer(
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
): (id: string, attributes: Attributes) => SealedContent {
  const direct = new Set(definitions.flatMap((one) => (one.identity ? [one.key] : [])));
  return (id, attributes) => {
    const identity: Record<string, AttributeValue> = {};
    const values: Record<string, AttributeValue> = {};
    for (const key of Object.keys(attributes)) {
      (direct.has(key) ? identity : values)[key] = attributes[key] as AttributeValue;
    }
    return {
      identity_sealed: keys.sealJson(identity, identityOf(id)),
      values_sealed: keys.sealJson(values, valuesOf(id)),
    };
  };
}

/** Seals values that are JSON already. */
export const sealValues = (keys: OrganizationKeys, id: string, values: string): Buffer =>
  keys.seal(values, valuesOf(id));

/** Open one of them, as JSON. */
export const openIdentity = (keys: OrganizationKeys, id: string, sealed: Uint8Array): string =>
  keys.open(sealed, identityOf(id)).toString();
export const openValues = (keys: OrganizationKeys, id: string, sealed: Uint8Array): string =>
  keys.open(sealed, valuesOf(id)).toString();

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

/** Whether they say the same, whatever the order of their keys. */
export function sameContent(a: Attributes, b: Attributes): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameValue(a[key], b[key]));
}
