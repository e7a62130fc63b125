import { NO_ADDRESS_REASON } from '@postern/core/campaigns';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import type { compileSegment } from '../segments/index.ts';
import type { CampaignRow } from './campaign-row.ts';
import { NO_RULING, rulingNumber } from './rulings.ts';

/** Recipients in a batch: claimed at once by one worker. */
const BATCH = 500;

/**
 * Writes a row for each member, in one statement, so that the audience is that of one instant; and
 * freezes those who wait into batches of one bucket each. In the order of the batches, so that a
 * batch lies together. Answers how many there are.
 */
export async function freezeAudience(
  tx: Tx,
  campaign: CampaignRow,
  members: ReturnType<typeof compileSegment>,
  now: Date,
): Promise<number> {
  const noAddress = await rulingNumber(tx, campaign.organization_id, {
    ...NO_RULING,
    code: 'no_address',
    reason: NO_ADDRESS_REASON,
  });
  const { numAffectedRows } = await sql`
    insert into sends (bucket, organization_id, campaign_id, contact_id, due_at,
      state, ruling, settled_at)
    select c.bucket, c.organization_id, ${campaign.id}::uuid, c.id, ${now}::timestamptz,
      state, ruling, settled_at
    from contacts c
    join (values
      (true, 'queued', null::integer, null::timestamptz),
      (false, 'suppressed', ${noAddress}, ${now})
    ) as outcome (reached, state, ruling, settled_at) on reached = c.has_email
    where c.organization_id = ${campaign.organization_id} and ${members}
    order by c.bucket, c.id
  `.execute(tx);
  await freezeBatches(tx, campaign.organization_id, campaign.id);
  return Number(numAffectedRows ?? 0);
}

/** Puts those of a campaign who wait into batches; done once, when they are frozen. */
export async function freezeBatches(
  tx: Tx,
  organizationId: string,
  campaignId: string,
): Promise<void> {
  await sql`
    insert into send_batches (bucket, organization_id, campaign_id, number, from_contact,
      to_contact, waiting)
    select bucket, ${organizationId}::uuid, ${campaignId}::uuid, number,
      -- there is no min(uuid) before PostgreSQL 18
      (array_agg(contact_id order by contact_id))[1],
      (array_agg(contact_id order by contact_id desc))[1], count(*)
    from (
      select bucket, contact_id,
        (row_number() over (partition by bucket order by contact_id) - 1)::integer
          / ${BATCH}::integer as number
      from sends
      where organization_id = ${organizationId} and campaign_id = ${campaignId}
        and state = 'queued'
    ) as waiting
    group by bucket, number`.execute(tx);
}
