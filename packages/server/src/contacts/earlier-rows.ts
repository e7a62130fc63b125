import type { LookupKey } from './contact-keys.ts';

/**
 * Whom earlier rows of the same file were about. Who was written by them bears the import's id
 * (`contacts.import_id`); marks in hex are for the others: the id of a contact that a row said nothing
 * new of, and the token of a record number that only a rejected row bears.
 */
export interface EarlierRows {
  readonly importId: string;
  /** Those of these contacts that are marked. */
  contactsAmong(marks: readonly string[]): Promise<ReadonlySet<string>>;
  /** The marks of those of these record numbers that are marked. */
  numbersAmong(numbers: readonly LookupKey[]): Promise<ReadonlySet<string>>;
  /** Imports beside this one that are not at their end. */
  others(): Promise<ReadonlySet<string>>;
  /** None of which is known. */
  add(marks: {
    readonly contacts: readonly string[];
    readonly numbers: readonly string[];
    /** Whom other imports wrote and this one writes now. */
    readonly others: readonly { readonly importId: string; readonly mark: string }[];
  }): Promise<void>;
}

export const contactMark = (id: string) => id.replaceAll('-', '');
export const numberMark = (key: LookupKey) => key.token.toString('hex');

export const repeated = (by: 'record number' | 'email') => ({
  kind: 'rejected' as const,
  reason: `The row is about the same person as an earlier row of this file (by ${by}).`,
});
