import { sql } from 'kysely';
import { bucketOf, type Database, type Tx } from '../database/index.ts';

/**
 * What lengthens how long each of a person's documents is kept, by the document's id: when a message
 * last relied on it (it was accepted, or may have been), and when its end was last put on record. An
 * end that is dated back, in a file for instance, is a record made now and shortens nothing: 45 CFR
 * 164.530(j)(2) counts from when it was created. A document with neither is missing.
 */
export async function lastReliance(
  db: Database | Tx,
  organizationId: string,
  contactId: string,
): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ readonly id: string; readonly at: Date }>`
    select id, max(at) as at from (
      select authorization_id::text as id, coalesce(settled_at, due_at) as at from sends
      where bucket = ${bucketOf(contactId)} and organization_id = ${organizationId}
        and contact_id = ${contactId} and authorization_id is not null
        and state in ('accepted', 'uncertain', 'deferred', 'failed', 'claimed')
      union all
      -- in a record of the same person that is no more
      select id::text, relied_at from signed_documents
      where bucket = ${bucketOf(contactId)} and organization_id = ${organizationId}
        and contact_id = ${contactId} and relied_at is not null
      union all
      select fact ->> 'documentId', recorded_at from consent_events
      where bucket = ${bucketOf(contactId)} and organization_id = ${organizationId}
        and contact_id = ${contactId} and kind in ('authorization_revoked', 'authorization_expired')
    ) happened
    group by id`.execute(db);
  return new Map(rows.map(({ id, at }) => [id, at]));
}
