import type { StreamName } from '@postern/core/domains';
import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import type { CampaignRef } from './batches.ts';

/** Campaigns of a stream that have something to send now, those first that were launched first. */
export async function dueCampaigns(
  db: Database,
  stream: StreamName,
): Promise<readonly CampaignRef[]> {
  const { rows } = await sql<CampaignRef>`/* prepared: due_campaigns */
    select organization_id as "organizationId", id
    from campaigns
    where state = 'running' and stream = ${stream}
      and (held_until is null or held_until <= now())
      and exists (
        select from send_batches batch
        where batch.organization_id = campaigns.organization_id
          and batch.campaign_id = campaigns.id
          and batch.state = 'waiting' and batch.owner is null and batch.due_at <= now()
      )
    order by launched_at`.execute(db);
  return rows;
}
