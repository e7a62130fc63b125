import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import type { CampaignRow } from './campaign-row.ts';
import { inEveryBucket } from './every-bucket.ts';
import { type Moved, moveCampaign } from './move-campaign.ts';
import { CANCELLED, rulingNumber } from './rulings.ts';

/**
 * Ends a campaign for good: who still waits gets nothing and is `suppressed`. What is in flight
 * settles by itself and counts as what it becomes.
 */
export function cancelCampaign(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<Moved> {
  return moveCampaign(tx, organizationId, id, 'cancel', now, (campaign) =>
    suppressWaiting(tx, campaign, now),
  );
}

/**
 * What may be on its way is left to the worker that holds the batch, or to the reaper; whoever would
 * hand over more finds the campaign cancelled.
 */
async function suppressWaiting(
  tx: Tx,
  { organization_id, id }: CampaignRow,
  now: Date,
): Promise<void> {
  const ruling = await rulingNumber(tx, organization_id, CANCELLED);
  await sql`
    update sends s set
      -- a result in doubt that waits to be sent again may have arrived
      state = case when doubted then 'uncertain' else 'suppressed' end,
      ruling = case when doubted then ruling else ${ruling} end,
      authorization_id = case when doubted then authorization_id end, settled_at = ${now}
    where ${inEveryBucket(sql`s.bucket`)} and s.organization_id = ${organization_id}
      and s.campaign_id = ${id} and s.state in ('queued', 'deferred')
      and not exists (
        select from send_batches batch
        where batch.bucket = s.bucket and batch.organization_id = s.organization_id
          and batch.campaign_id = s.campaign_id and batch.owner is not null
          and s.contact_id = any(batch.handed_over))`.execute(tx);
  await sql`
    update send_batches set state = 'done', waiting = 0
    where ${inEveryBucket(sql`bucket`)} and organization_id = ${organization_id}
      and campaign_id = ${id} and owner is null`.execute(tx);
}
