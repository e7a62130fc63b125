import type { Sensitivity } from '@postern/core/values';
import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { reasonContext } from './emergency.ts';
import type { Principal } from './principal.ts';
import { isWithin } from './rights.ts';

/** Longer than any emergency is left without somebody who has the right. */
export const MOST_HOURS = 8;

export type BegunEmergency =
  | { readonly kind: 'begun'; readonly id: string; readonly endsAt: Date }
  | { readonly kind: 'needless' | 'already' };

/**
 * Opens single people to a user up to a class, at once and for a while (45 CFR 164.312(a)(2)(ii)):
 * the reason is written down first, and nobody has to be asked.
 */
export async function beginEmergency(
  tx: Tx,
  keys: OrganizationKeys,
  by: Principal,
  asked: { readonly reason: string; readonly hours: number; readonly upTo: Sensitivity },
  now: Date,
): Promise<BegunEmergency> {
  if (by.breakGlassId !== null) return { kind: 'already' };
  if (isWithin(asked.upTo, by.peopleClass)) return { kind: 'needless' };
  // the last one may have run out without being ended: the next closes it
  const before = tx
    .updateTable('emergency_access')
    .set((row) => ({ ended_at: row.ref('ends_at') }));
  await before
    .where('organization_id', '=', keys.organizationId)
    .where('user_id', '=', by.userId)
    .where('ended_at', 'is', null)
    .where('ends_at', '<=', now)
    .execute();
  const id = v7();
  const endsAt = new Date(now.getTime() + asked.hours * 3_600_000);
  const made = await tx
    .insertInto('emergency_access')
    .values({
      organization_id: keys.organizationId,
      id,
      user_id: by.userId,
      reason_sealed: keys.seal(asked.reason, reasonContext(id)),
      up_to: asked.upTo,
      begun_at: now,
      ends_at: endsAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n ? { kind: 'begun', id, endsAt } : { kind: 'already' };
}

/** That the privacy officers were written to of it. */
export async function noticedEmergency(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('emergency_access')
    .set({ noticed_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
