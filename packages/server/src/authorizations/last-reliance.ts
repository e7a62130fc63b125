import { sql } from 'kysely';
import { bucketOf, type Database, type Tx } from '../database/index.ts';

/**
 * When a message to this person last relied on each of their documents, by the document's id: it was
 * accepted, or may have been. A document that no message relied on is missing.
 */
export async function lastReliance(
  db: Database | Tx,
  organizationId: string,
  contactId: string,
): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ readonly id: string; readonly at: Date }>`
    select authorization_id as id, max(coalesce(settled_at, due_at)) as at from sends
    where bucket = ${bucketOf(contactId)} and organization_id = ${organizationId}
      and contact_id = ${contactId} and authorization_id is not null
      and state in ('accepted', 'uncertain', 'deferred', 'failed', 'claimed')
    group by authorization_id`.execute(db);
  return new Map(rows.map(({ id, at }) => [id, at]));
}
