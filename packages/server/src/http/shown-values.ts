import type { AttributeDefinition, Attributes } from '@postern/core/values';
import { isWithin, type Principal } from '../access/index.ts';

/**
 * What somebody sees of a person: values up to their class, and the keys of all attributes above it.
 * These are the organization's, whether or not anything is known of this person: that something is
 * known would tell as much as what (42 CFR 2.13(c)).
 */
export function shownValues(
  attributes: Attributes,
  definitions: readonly AttributeDefinition[],
  { peopleClass }: Principal,
): { readonly values: Attributes; readonly locked: readonly string[] } {
  const live = definitions.filter(({ deletedAt }) => deletedAt === null);
  const open = new Set(
    live.flatMap(({ key, sensitivity }) => (isWithin(sensitivity, peopleClass) ? [key] : [])),
  );
  return {
    values: Object.fromEntries(Object.entries(attributes).filter(([key]) => open.has(key))),
    locked: live.flatMap(({ key }) => (open.has(key) ? [] : [key])),
  };
}
