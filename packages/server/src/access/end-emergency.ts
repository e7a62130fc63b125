import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { getEmergency, isOver, reviewContext } from './emergency.ts';

/** Ends it before its time; what it opened is closed with the next request. */
export async function endEmergency(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const ended = await tx
    .updateTable('emergency_access')
    .set({ ended_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

export type ReviewedEmergency = 'reviewed' | 'unknown' | 'runs' | 'own' | 'already';

/** Keeps what a privacy officer found; nobody reviews their own, and it is done once. */
export async function reviewEmergency(
  tx: Tx,
  keys: OrganizationKeys,
  id: string,
  by: { readonly userId: string; readonly review: string },
  now: Date,
): Promise<ReviewedEmergency> {
  const found = await getEmergency(tx, keys, id);
  if (!found) return 'unknown';
  if (!isOver(found, now)) return 'runs';
  if (found.userId === by.userId) return 'own';
  const kept = await tx
    .updateTable('emergency_access')
    .set({
      reviewed_at: now,
      reviewed_by: by.userId,
      review_sealed: keys.seal(by.review, reviewContext(id)),
    })
    .where('organization_id', '=', keys.organizationId)
    .where('id', '=', id)
    .where('reviewed_at', 'is', null)
    .executeTakeFirst();
  return kept.numUpdatedRows === 1n ? 'reviewed' : 'already';
}
