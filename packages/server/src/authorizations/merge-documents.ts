import { sql } from 'kysely';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { lastReliance } from './last-reliance.ts';
import { resealSigned, signedAt } from './signed-document.ts';

/**
 * Moves the files of what one record of a person signed to their other one: each is opened, and sealed
 * to whom it belongs now. When a message last relied on it goes along, since its sends do not: the six
 * years are counted from there as before. Throws when a file is not what was put away.
 */
export async function mergeDocuments(
  tx: Tx,
  keys: OrganizationKeys,
  fromContactId: string,
  intoContactId: string,
): Promise<number> {
  const { organizationId } = keys;
  const rows = await tx
    .selectFrom('signed_documents')
    .selectAll()
    .where('bucket', '=', bucketOf(fromContactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', fromContactId)
    .forUpdate()
    .execute();
  const relied = await lastReliance(tx, organizationId, fromContactId);
  for (const row of rows) {
    const from = { organizationId, contactId: fromContactId, id: row.id };
    const into = { ...from, contactId: intoContactId };
    const on = relied.get(row.id) ?? null;
    await tx
      .insertInto('signed_documents')
      .values({
        ...row,
        bucket: bucketOf(intoContactId),
        contact_id: intoContactId,
        content_sealed: resealSigned(keys, row, from, into),
        relied_at: on,
      })
      // what was signed is never replaced
      .onConflict((conflict) =>
        conflict.columns(['bucket', 'organization_id', 'contact_id', 'id']).doUpdateSet({
          relied_at: sql`greatest(signed_documents.relied_at, excluded.relied_at)`,
        }),
      )
      .execute();
    const there = await signedAt(tx, into).select('sha256').executeTakeFirst();
    if (there?.sha256.equals(row.sha256) !== true) {
      throw new Error(`Two files of the signed document ${row.id} differ: neither is put away.`);
    }
    await tx
      .deleteFrom('signed_documents')
      .where('bucket', '=', bucketOf(fromContactId))
      .where('organization_id', '=', organizationId)
      .where('contact_id', '=', fromContactId)
      .where('id', '=', row.id)
      .execute();
  }
  return rows.length;
}
