import { bucketOf, type Database, type Tx } from '../database/index.ts';

/** The row of a pair: it stands with the one whose id comes first. */
export function pairPlace(organizationId: string, a: string, b: string) {
  const [one = '', other = ''] = [a, b].toSorted();
  return {
    bucket: bucketOf(one),
    organization_id: organizationId,
    contact_id: one,
    other_id: other,
  };
}

/** Whether a pair was found and is still to be decided. */
export async function isOpenPair(
  db: Database | Tx,
  organizationId: string,
  a: string,
  b: string,
): Promise<boolean> {
  const place = pairPlace(organizationId, a, b);
  const row = await db
    .selectFrom('duplicate_pairs')
    .select('contact_id')
    .where('bucket', '=', place.bucket)
    .where('organization_id', '=', place.organization_id)
    .where('contact_id', '=', place.contact_id)
    .where('other_id', '=', place.other_id)
    .where('apart_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
