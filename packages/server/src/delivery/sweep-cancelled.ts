import { sql } from 'kysely';
import { CANCELLED, rulingNumber } from '../campaigns/index.ts';
import type { Database } from '../database/index.ts';

/**
 * Cancelling leaves those to their worker whose message may be on its way. Whoever of them turns out
 * to wait after all, since the worker is gone or it never left, gets nothing either: once nobody holds
 * the batch.
 */
export async function sweepCancelled(db: Database): Promise<void> {
  const { rows } = await sql<{ organization_id: string; id: string }>`
    select organization_id, id from campaigns
    where state = 'cancelled' and exists (
      select from send_batches batch
      where batch.organization_id = campaigns.organization_id
        and batch.campaign_id = campaigns.id and batch.state = 'waiting' and batch.owner is null)
  `.execute(db);
  for (const { organization_id: organizationId, id } of rows) {
    const ruling = await rulingNumber(db, organizationId, CANCELLED);
    await sql`
      with over as (
        update send_batches set state = 'done', waiting = 0
        where organization_id = ${organizationId} and campaign_id = ${id}
          and state = 'waiting' and owner is null
        returning bucket, from_contact, to_contact
      )
      update sends
      set state = case when doubted then 'uncertain' else 'suppressed' end,
        ruling = case when doubted then ruling else ${ruling} end,
        authorization_id = case when doubted then authorization_id end, settled_at = now()
      from over
      where sends.bucket = over.bucket and sends.organization_id = ${organizationId}
        and sends.campaign_id = ${id}
        and sends.contact_id between over.from_contact and over.to_contact
        and sends.state in ('queued', 'deferred')`.execute(db);
  }
}
