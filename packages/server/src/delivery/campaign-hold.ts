import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import type { CampaignRef } from './batches.ts';

/** Nothing of the campaign leaves for so many seconds, and the page says why. */
export async function holdCampaign(
  db: Database,
  { organizationId, id }: CampaignRef,
  reason: string,
  seconds: number,
): Promise<void> {
  await db
    .updateTable('campaigns')
    .set({
      held_reason: reason,
      held_until: sql<Date>`now() + make_interval(secs => ${seconds})`,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', 'in', ['running', 'paused'])
    .execute();
}

/** The mail server answered again. */
export async function releaseHold(
  db: Database,
  { organizationId, id }: CampaignRef,
): Promise<void> {
  await db
    .updateTable('campaigns')
    .set({ held_reason: null, held_until: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('held_reason', 'is not', null)
    .execute();
}
