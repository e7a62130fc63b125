import { sql } from 'kysely';
import { validate } from 'uuid';
import { bucketOf, type Tx } from '../database/index.ts';
import type { NewKeys } from './new-keys.ts';

/**
 * Deletes what is known of a contact: identity, values and the keys by which they were found. Answers
 * the tokens of address and record number that they had; null when there is no such contact. What was
 * allowed and refused is the ledger's, and stays there.
 */
export async function deleteContact(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<NewKeys | null> {
  if (!validate(id)) return null;
  // one writer of contacts at a time, as in an import
  await sql`select pg_advisory_xact_lock(hashtextextended(${`contacts:${organizationId}`}, 0))
  `.execute(tx);
  const bucket = bucketOf(id);
  const gone = await tx
    .deleteFrom('contacts')
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) return null;
  const keys = await tx
    .deleteFrom('contact_keys')
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', id)
    .returning(['kind', 'token'])
    .execute();
  await tx
    .deleteFrom('contact_values')
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', id)
    .execute();
  await tx
    .deleteFrom('prospects')
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', id)
    .execute();
  const tokens = keys.flatMap(({ kind, token }) => (kind === 'phone' ? [] : [token]));
  return { contactId: id, tokens };
}
