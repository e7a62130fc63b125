import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** Address and record number, as tokens, that a contact did not have before. */
export interface NewKeys {
  readonly contactId: string;
  readonly tokens: readonly Buffer[];
}

/**
 * What is done about people who come under an address or a record number that is new to them, in the
 * transaction that writes them: whoever had it before may have refused something.
 */
export type OnNewKeys = (
  tx: Tx,
  keys: OrganizationKeys,
  people: readonly NewKeys[],
  now: Date,
) => Promise<void>;
