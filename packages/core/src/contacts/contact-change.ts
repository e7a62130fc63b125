import type { AttributeDefinition, Attributes, AttributeValue } from '../values/index.ts';
import type { ColumnMapping } from './mapping.ts';
import { readValue } from './read-value.ts';
import { becomesPatient } from './relation.ts';

/** What one row says of one person: attributes to set, and those to forget. */
export interface ContactChange {
  readonly set: Attributes;
  readonly clear: readonly string[];
}

export type ReadRow =
  | { readonly kind: 'change'; readonly change: ContactChange }
  /** A sentence for each problem: the attribute, its column, what was expected; never the value. */
  | { readonly kind: 'rejected'; readonly reasons: readonly string[] };

/**
 * Reads the cells of one row. An empty cell of a mapped column says "not known" and clears what was
 * known; a column that is not mapped leaves the contact's value as it is. A row needs a record
 * number or an email, else nobody knows whom it is about.
 */
export function toContactChange(
  row: readonly string[],
  mapping: ColumnMapping,
  definitions: readonly AttributeDefinition[],
): ReadRow {
  const set: Record<string, AttributeValue> = {};
  const clear: string[] = [];
  const reasons: string[] = [];
  for (const { column, attribute } of mapping) {
    const definition = definitions.find((one) => one.key === attribute);
    if (definition === undefined) continue;
    const read = readValue(definition, row[column] ?? '');
    if ('problem' in read) {
      reasons.push(`${definition.label} (column ${column + 1}) ${read.problem}`);
    } else if (read.value === null) clear.push(attribute);
    else set[attribute] = read.value;
  }
  if (reasons.length === 0 && set.email === undefined && set.record_number === undefined) {
    reasons.push('The row has neither a record number nor an email.');
  }
  return reasons.length > 0
    ? { kind: 'rejected', reasons }
    : { kind: 'change', change: { set, clear } };
}

/**
 * What is known after the change. A record number is replaced but never forgotten: a row that was
 * matched by its email and lacks the number is no news that the person has none. With a number a
 * prospect becomes a patient.
 */
export function applyChange(known: Attributes, change: ContactChange): Attributes {
  const next: Record<string, AttributeValue> = { ...known, ...change.set };
  for (const key of change.clear) if (key !== 'record_number') delete next[key];
  if (becomesPatient(known, change.set)) next['relation'] = 'patient';
  return next;
}
