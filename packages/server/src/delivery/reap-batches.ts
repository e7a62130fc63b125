import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/**
 * Takes back the batches of workers that are gone: their leases ran out, and their journals are not
 * at hand (see recover-journals.ts). Whose message was not handed over waits again. Whose was is
 * uncertain, and of marketing never sent again blindly; a result or a reminder that came to nothing
 * would be worse than one that comes twice, so transactional mail is sent again as the same message,
 * by the same Message-ID. Answers how many batches it took.
 */
export async function reapBatches(db: Database): Promise<number> {
  const { rows } = await sql<{ batches: number }>`
    with gone as (
      select batch.*, campaigns.stream, campaigns.state as campaign_state
      from send_batches batch
      join campaigns on campaigns.organization_id = batch.organization_id
        and campaigns.id = batch.campaign_id
      where batch.owner is not null and batch.lease_until < now()
      for update of batch skip locked
      for share of campaigns
    ), doubted as (
      update sends
      set state = 'uncertain', fence = gone.fence, ruling = handed.ruling, settled_at = now()
      from gone, unnest(gone.handed_over, gone.handed_rulings) as handed (contact_id, ruling)
      where (gone.stream <> 'transactional' or gone.campaign_state = 'cancelled')
        and sends.bucket = gone.bucket and sends.organization_id = gone.organization_id
        and sends.campaign_id = gone.campaign_id and sends.contact_id = handed.contact_id
        and sends.state in ('queued', 'deferred')
        -- the list is of the last hand-over: this one came back since
        and sends.fence is distinct from gone.fence
      returning 1
    ), again as (
      update sends set doubted = true, ruling = handed.ruling
      from gone, unnest(gone.handed_over, gone.handed_rulings) as handed (contact_id, ruling)
      where gone.stream = 'transactional' and gone.campaign_state <> 'cancelled'
        and sends.bucket = gone.bucket and sends.organization_id = gone.organization_id
        and sends.campaign_id = gone.campaign_id and sends.contact_id = handed.contact_id
        and sends.state in ('queued', 'deferred')
        and sends.fence is distinct from gone.fence
      returning 1
    ), freed as (
      update send_batches batch
      set owner = null, lease_until = null, handed_over = '{}', handed_rulings = '{}',
        due_at = now(), state = 'waiting'
      from gone
      where batch.bucket = gone.bucket and batch.organization_id = gone.organization_id
        and batch.campaign_id = gone.campaign_id and batch.number = gone.number
      returning 1
    )
    select count(*) as batches from freed`.execute(db);
  return rows[0]?.batches ?? 0;
}

/**
 * Ends every lease, so that the next reaping takes all back: for a start that knows that no other
 * worker lives, since it alone owns the database. Without it a crash would cost a minute of waiting.
 */
export async function endLeases(db: Database): Promise<void> {
  await sql`update send_batches set lease_until = now() where owner is not null`.execute(db);
}

/**
 * Takes back every batch that anybody holds, in a database that nobody can be at work on: it has just
 * been restored.
 */
export async function doubtClaimed(db: Database): Promise<void> {
  await sql`update send_batches set lease_until = '-infinity' where owner is not null`.execute(db);
  await reapBatches(db);
}
