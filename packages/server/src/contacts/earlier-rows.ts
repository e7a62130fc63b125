import type { LookupKey } from './contact-keys.ts';

/**
 * Whom earlier changes from the same source were about, as marks in hex: a contact's id, or the
 * token of a record number.
 */
export interface EarlierRows {
  /** Those of the marks that are known. */
  among(marks: readonly string[]): Promise<ReadonlySet<string>>;
  /** None of which is known. */
  add(marks: readonly string[]): Promise<void>;
}

export const contactMark = (id: string) => id.replaceAll('-', '');
export const numberMark = (key: LookupKey) => key.token.toString('hex');

export const repeated = (by: 'record number' | 'email') => ({
  kind: 'rejected' as const,
  reason: `The row is about the same person as an earlier row of this file (by ${by}).`,
});
