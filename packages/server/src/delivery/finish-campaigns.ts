import { sql } from 'kysely';
import { type Database, inTransaction } from '../database/index.ts';
import type { CampaignRef } from './claim-sends.ts';

const nobodyWaits = sql<boolean>`not exists (
  select from sends
  where sends.organization_id = campaigns.organization_id
    and sends.campaign_id = campaigns.id
    and sends.state in ('queued', 'claimed', 'deferred'))`;

/** Ends the running campaigns in which nobody waits any more. */
export async function finishCampaigns(db: Database, now: Date): Promise<void> {
  const over = await db
    .selectFrom('campaigns')
    .select(['organization_id as organizationId', 'id'])
    .where('state', '=', 'running')
    .where(nobodyWaits)
    .execute();
  for (const campaign of over) await finish(db, campaign, now);
}

/**
 * The campaign's lock first and the look in a statement of its own: whoever was about to put somebody
 * back into the queue has done so by then, and whoever comes later finds the campaign done.
 */
async function finish(db: Database, campaign: CampaignRef, now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx
      .selectFrom('campaigns')
      .select('id')
      .where('organization_id', '=', campaign.organizationId)
      .where('id', '=', campaign.id)
      .forUpdate()
      .execute();
    await tx
      .updateTable('campaigns')
      .set({
        state: 'done',
        finished_at: now,
        updated_at: now,
        version: sql<number>`version + 1`,
        held_reason: null,
        held_until: null,
      })
      .where('organization_id', '=', campaign.organizationId)
      .where('id', '=', campaign.id)
      .where('state', '=', 'running')
      .where(nobodyWaits)
      .execute();
  });
}
