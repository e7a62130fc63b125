import type { Tx } from '../database/index.ts';
import { pairPlace } from './pair-place.ts';

/** Somebody says that two records are two people: nobody is asked again. False: no such pair is open. */
export async function keepApart(
  tx: Tx,
  organizationId: string,
  [a, b]: readonly [string, string],
  by: { readonly userId: string; readonly at: Date },
): Promise<boolean> {
  const place = pairPlace(organizationId, a, b);
  const kept = await tx
    .updateTable('duplicate_pairs')
    .set({ apart_by: by.userId, apart_at: by.at })
    .where('bucket', '=', place.bucket)
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', place.contact_id)
    .where('other_id', '=', place.other_id)
    .where('apart_at', 'is', null)
    .returning('contact_id')
    .executeTakeFirst();
  return kept !== undefined;
}
