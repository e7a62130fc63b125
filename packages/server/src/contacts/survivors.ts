import { sql } from 'kysely';
import { bucketOf, type Database, list, type Tx } from '../database/index.ts';

/**
 * Of these contacts those that were merged into another one, and into whom: who has what they had now.
 * A survivor that is merged itself takes along who was merged into it, so one look is enough.
 */
export async function survivorsOf(
  db: Database | Tx,
  organizationId: string,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (contactIds.length === 0) return new Map();
  const { rows } = await sql<{ readonly contact_id: string; readonly into_id: string }>`
    select merged.contact_id, merged.into_id
    from unnest(${list('smallint', contactIds.map(bucketOf))}, ${list('uuid', contactIds)})
      as wanted (bucket, id),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select contact_id, into_id from merged_contacts
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and contact_id = wanted.id
      offset 0
    ) merged`.execute(db);
  return new Map(rows.map((row) => [row.contact_id, row.into_id]));
}

/** The contact under which a person is now, whatever id they had. */
export async function survivorOf(
  db: Database | Tx,
  organizationId: string,
  contactId: string,
): Promise<string> {
  return (await survivorsOf(db, organizationId, [contactId])).get(contactId) ?? contactId;
}

/** A record that was put into another: no more than its id, when and by whom. */
export interface Trace {
  readonly id: string;
  readonly mergedAt: Date;
  readonly mergedBy: string;
  /** Record numbers that lead to the survivor, as tokens. */
  readonly tokens: readonly Buffer[];
}

/** What was merged into a contact, oldest first. */
export async function absorbedBy(
  db: Database | Tx,
  organizationId: string,
  contactId: string,
): Promise<readonly Trace[]> {
  const rows = await db
    .selectFrom('absorbed_contacts')
    .select(['absorbed_id', 'merged_at', 'merged_by', 'tokens'])
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .orderBy('merged_at')
    .execute();
  return rows.map((row) => ({
    id: row.absorbed_id,
    mergedAt: row.merged_at,
    mergedBy: row.merged_by,
    tokens: row.tokens,
  }));
}
