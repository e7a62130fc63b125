import type { Attributes, AttributeValue } from '../values/index.ts';

/** One of two records that are one person. */
export interface Side {
  readonly attributes: Attributes;
  /** RFC 3339. */
  readonly updatedAt: string;
}

/**
 * What is known of a person of whom there were two records. `chosen` says of attributes whose value is
 * taken; of the rest it is the one that is known, and of two known ones that of the record which was
 * changed last. Lists are put together: leaving out a condition or a drug is the graver mistake.
 */
export function mergedValues(
  into: Side,
  from: Side,
  chosen: Readonly<Record<string, 'into' | 'from'>> = {},
): Attributes {
  const newest = from.updatedAt > into.updatedAt ? from.attributes : into.attributes;
  const merged: Record<string, AttributeValue> = {};
  for (const key of new Set([...Object.keys(into.attributes), ...Object.keys(from.attributes)])) {
    const side = chosen[key];
    const value =
      side === undefined
        ? byDefault(into.attributes[key], from.attributes[key], newest[key])
        : (side === 'into' ? into : from).attributes[key];
    if (value !== undefined) merged[key] = value;
  }
  // whoever is a patient by one record is a patient
  const isPatient = [into, from].some(({ attributes }) => attributes['relation'] === 'patient');
  if (isPatient && merged['relation'] === 'prospect') merged['relation'] = 'patient';
  return merged;
}

function byDefault(
  one: AttributeValue | undefined,
  other: AttributeValue | undefined,
  newest: AttributeValue | undefined,
): AttributeValue | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (Array.isArray(one) && Array.isArray(other)) return [...new Set([...one, ...other])];
  return newest;
}
