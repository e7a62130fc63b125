import type { Attributes } from '../values/index.ts';

/**
 * The built-in attribute `relation` is `prospect` of whoever signed up and `patient` of who became one;
 * who has none is on file as always. A prospect who gets a record number is a patient from then on,
 * unless the same row says what they are. Nobody else's relation is touched.
 */
export function becomesPatient(before: Attributes, change: Attributes): boolean {
  return (
    before['relation'] === 'prospect' &&
    change['relation'] === undefined &&
    change['record_number'] !== undefined
  );
}
