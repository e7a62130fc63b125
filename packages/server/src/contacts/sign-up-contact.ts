import type { Attributes } from '@postern/core/values';
import { v7 } from 'uuid';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { contactsByEmailToken } from './contacts-by-email.ts';
import { loadDefinitions } from './definitions.ts';
import type { OnNewKeys } from './new-keys.ts';
import { markProspect } from './prospects.ts';
import { writeContacts } from './write-contacts.ts';
import { lockContacts } from './writer-lock.ts';

interface SignedUp {
  readonly email: string;
  /** What else they said of themselves; kept of those who were on no file. */
  readonly said: Attributes;
  readonly formId: string;
}

/**
 * Who is meant by an address that somebody has just shown to be theirs: the one contact who has it. Where
 * nobody has it, or several do (a family: nobody speaks for the others), it is whoever signed up with it
 * before, else a new contact, a prospect. What is on file of somebody is not changed by what was typed.
 * `onNewKeys` hears of a new one. Nobody else writes contacts until the transaction ends.
 */
export async function signUpContact(
  tx: Tx,
  keys: OrganizationKeys,
  { email, said, formId }: SignedUp,
  { onNewKeys, at }: { readonly onNewKeys: OnNewKeys; readonly at: Date },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { organizationId } = keys;
  await lockContacts(tx, organizationId);
  const token = keys.lookupToken('email', email);
  const found = await contactsByEmailToken(tx, organizationId, [token]);
  const ids = found.get(token.toString('hex')) ?? [];
  const [one, ...more] = ids;
  if (one !== undefined && more.length === 0) return { id: one, isNew: false };
  const before = await signedUpAmong(tx, organizationId, ids);
  if (before !== null) return { id: before, isNew: false };
  const id = v7();
  const definitions = await loadDefinitions(tx, organizationId);
  // an organization may have had an attribute of its own by that key
  const isOurs = definitions.some(
    ({ key, type, system, deletedAt }) =>
      key === 'relation' && type === 'code' && system === 'local' && deletedAt === null,
  );
  const attributes = { ...said, email, ...(isOurs && { relation: 'prospect' }) };
  await writeContacts(tx, keys, definitions, [{ id, attributes, before: null }], at);
  await markProspect(tx, organizationId, { contactId: id, formId, at });
  await onNewKeys(tx, keys, [{ contactId: id, tokens: [token] }], at);
  return { id, isNew: true };
}

/** The one among these who came by a sign-up form; of several the first. */
async function signedUpAmong(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<string | null> {
  if (ids.length === 0) return null;
  const row = await tx
    .selectFrom('prospects')
    .select('contact_id')
    .where('bucket', 'in', ids.map(bucketOf))
    .where('organization_id', '=', organizationId)
    .where('contact_id', 'in', ids)
    .orderBy('since')
    .orderBy('contact_id')
    .limit(1)
    .executeTakeFirst();
  return row?.contact_id ?? null;
}
