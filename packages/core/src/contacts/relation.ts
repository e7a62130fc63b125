import type { Attributes } from '../values/index.ts';

/** Values of the built-in attribute `relation`. Who has none is on file as always: as a patient. */
export const RELATIONS = ['prospect', 'patient'] as const;

/**
 * A prospect who gets a record number is a patient from then on, unless the same row says what they
 * are. Nobody else's relation is touched.
 */
export function becomesPatient(before: Attributes, change: Attributes): boolean {
  return (
    before['relation'] === 'prospect' &&
    change['relation'] === undefined &&
    change['record_number'] !== undefined
  );
}
