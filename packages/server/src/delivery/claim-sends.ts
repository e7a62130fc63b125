import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** One row in our hands. `attempt` is the fencing number: whoever claims after us has a higher one. */
export interface Claim {
  readonly contactId: string;
  readonly attempt: number;
  readonly deferrals: number;
}

export interface CampaignRef {
  readonly organizationId: string;
  readonly id: string;
}

/**
 * Claims up to `limit` rows that are due, bucket by bucket, for `leaseSeconds`. Rows that another
 * worker has are passed over. None of a campaign that is paused, cancelled or held.
 */
export async function claimSends(
  db: Database,
  campaign: CampaignRef,
  owner: string,
  limit: number,
  leaseSeconds: number,
): Promise<readonly Claim[]> {
  const { rows } = await sql<{ contact_id: string; attempt: number; deferrals: number }>`
    with due as (
      select bucket, contact_id
      from sends
      where organization_id = ${campaign.organizationId}
        and campaign_id = ${campaign.id}
        and state in ('queued', 'deferred')
        and due_at <= now()
        and exists (
          select from campaigns
          where organization_id = ${campaign.organizationId} and id = ${campaign.id}
            and state = 'running' and (held_until is null or held_until <= now())
        )
      order by bucket, due_at
      limit ${limit}
      for update skip locked
    )
    update sends
    set state = 'claimed', owner = ${owner}, attempt = attempt + 1, handed_over_at = null,
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    from due
    where sends.bucket = due.bucket
      and sends.organization_id = ${campaign.organizationId}
      and sends.campaign_id = ${campaign.id}
      and sends.contact_id = due.contact_id
    returning sends.contact_id, sends.attempt, sends.deferrals`.execute(db);
  return rows.map(({ contact_id, ...row }) => ({ contactId: contact_id, ...row }));
}

/** Says that we are still at it: renews the lease of all that we hold of a campaign. */
export async function renewLeases(
  db: Database,
  campaign: CampaignRef,
  owner: string,
  leaseSeconds: number,
): Promise<void> {
  await sql`
    update sends
    set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where organization_id = ${campaign.organizationId}
      and campaign_id = ${campaign.id}
      and state = 'claimed'
      and owner = ${owner}`.execute(db);
}
