import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/**
 * Takes back what workers held that are gone: their leases ran out. What was not handed over waits
 * again. What was is uncertain, and of marketing never sent again blindly; a result or a reminder
 * that came to nothing would be worse than one that comes twice, so transactional mail is sent
 * again as the same message, by the same Message-ID. Answers how many rows it took.
 */
export async function reapSends(db: Database): Promise<number> {
  const { numAffectedRows } = await sql`
    with gone as (
      select sends.bucket, sends.organization_id, sends.campaign_id, sends.contact_id,
        case
          when sends.handed_over_at is not null and campaigns.stream <> 'transactional'
            then 'uncertain'
          when campaigns.state = 'cancelled' then 'suppressed'
          else 'queued'
        end as becomes
      from campaigns
      join sends on sends.organization_id = campaigns.organization_id
        and sends.campaign_id = campaigns.id
      where campaigns.state in ('running', 'paused', 'cancelled')
        and sends.state = 'claimed'
        and sends.lease_until < now()
      for update of sends skip locked
      for share of campaigns
    )
    update sends
    set state = gone.becomes,
      lease_until = null,
      -- whoever handed it over may come back and tell how it ended
      owner = case when gone.becomes = 'uncertain' then sends.owner end,
      handed_over_at = case when gone.becomes = 'queued' then null else sends.handed_over_at end,
      settled_at = case when gone.becomes = 'queued' then null else now() end,
      code = case when gone.becomes = 'suppressed' then 'campaign_cancelled' else sends.code end,
      reason = case
        when gone.becomes = 'suppressed' then 'The campaign was cancelled before it was sent.'
        when gone.becomes = 'uncertain'
          then 'It was handed over, and no answer was recorded. It may have arrived.'
        else sends.reason end
    from gone
    where sends.bucket = gone.bucket
      and sends.organization_id = gone.organization_id
      and sends.campaign_id = gone.campaign_id
      and sends.contact_id = gone.contact_id`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Ends every lease, so that the next reaping takes all back: for a start that knows that no other
 * worker lives, since it alone owns the database. Without it a crash would cost a minute of waiting.
 */
export async function endLeases(db: Database): Promise<void> {
  await db
    .updateTable('sends')
    .set({ lease_until: sql<Date>`now()` })
    .where('state', '=', 'claimed')
    .execute();
}
