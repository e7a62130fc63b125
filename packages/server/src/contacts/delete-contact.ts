import { validate } from 'uuid';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { forgetKeys, lookupKeys } from './contact-keys.ts';
import { loadDefinitions } from './definitions.ts';
import { forgetTraces } from './forget-traces.ts';
import type { NewKeys } from './new-keys.ts';
import { openAll } from './open-contacts.ts';
import { writeValues } from './pages/index.ts';
import { lockContacts } from './writer-lock.ts';

/**
 * Deletes what is known of a contact: identity, values and the keys by which they were found. Answers
 * the tokens of address and record number that they had; null when there is no such contact. What was
 * allowed and refused is the ledger's, and stays there.
 */
export async function deleteContact(
  tx: Tx,
  keys: OrganizationKeys,
  id: string,
): Promise<NewKeys | null> {
  if (!validate(id)) return null;
  const { organizationId } = keys;
  await lockContacts(tx, organizationId);
  const contact = (await openAll(tx, keys, organizationId, [id])).get(id);
  if (contact === undefined) return null;
  const { attributes, place } = contact;
  const owned = lookupKeys(keys, attributes).map((key) => ({ ...key, contactId: id }));
  await forgetKeys(tx, organizationId, owned);
  const others = await forgetTraces(tx, organizationId, id);
  if (place !== null) {
    const definitions = await loadDefinitions(tx, organizationId);
    await writeValues(tx, keys, definitions, [{ id, place, before: attributes, after: null }]);
  }
  await tx
    .deleteFrom('contacts')
    .where('bucket', '=', bucketOf(id))
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
  await tx
    .deleteFrom('prospects')
    .where('bucket', '=', bucketOf(id))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', id)
    .execute();
  const tokens = owned.flatMap(({ kind, token }) => (kind === 'phone' ? [] : [token]));
  return { contactId: id, tokens: [...tokens, ...others] };
}
