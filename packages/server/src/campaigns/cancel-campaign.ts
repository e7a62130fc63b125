import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import type { CampaignRow } from './campaign-row.ts';
import { inEveryBucket } from './every-bucket.ts';
import { type Moved, moveCampaign } from './move-campaign.ts';

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
 * Whoever takes a row from the queue now finds the campaign cancelled before it hands over: what is
 * claimed is settled by its worker, which holds it, or by the reaper.
 */
async function suppressWaiting(
  tx: Tx,
  { organization_id, id }: CampaignRow,
  now: Date,
): Promise<void> {
  await sql`
    update sends s set state = 'suppressed', code = 'campaign_cancelled',
      reason = 'The campaign was cancelled before it was sent.', verdict = null, rule = null,
      authorization_kind = null, authorization_id = null, citations = '{}', obligations = null,
      settled_at = ${now}
    where ${inEveryBucket(sql`s.bucket`)} and s.organization_id = ${organization_id}
      and s.campaign_id = ${id} and s.state in ('queued', 'deferred')`.execute(tx);
}
