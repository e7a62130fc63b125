import { sql } from 'kysely';
import { type Database, list } from '../database/index.ts';
import type { Batch, CampaignRef } from './batches.ts';

/** Handed over before, and not yet recorded how it ended. */
export interface OnItsWay {
  readonly batch: Batch;
  readonly contactId: string;
  /** Number of what the gate decided. */
  readonly ruling: number;
}

/** Somebody whose message is about to leave. */
export interface HandOver extends OnItsWay {
  /** How many consent events were on file when the gate decided. */
  readonly consentEvents: number;
}

/**
 * Records with their batches that these messages leave now, before the first byte does: whatever
 * happens from here on, the batch says whose message may be on its way. Answers the contacts whose
 * messages may go. Left out are those of a batch that is no longer ours, of a campaign that was
 * paused or cancelled, and people about whose consent something was recorded since the gate decided:
 * they are decided anew.
 */
export async function handOver(
  db: Database,
  { organizationId, id }: CampaignRef,
  owner: string,
  leaving: readonly HandOver[],
  onTheirWay: readonly OnItsWay[],
  leaseSeconds: number,
): Promise<ReadonlySet<string>> {
  if (leaving.length === 0) return new Set();
  const all = [...leaving, ...onTheirWay.map((one) => ({ ...one, consentEvents: -1 }))];
  // the share lock puts us before or after a pause or a cancellation, never beside it
  const { rows } = await sql<{ contact_id: string }>`/* prepared: hand_over */
    with campaign as (
      select state from campaigns
      where organization_id = ${organizationId} and id = ${id}
      for share
    ), given as (
      select * from unnest(${list(
        'smallint',
        all.map(({ batch }) => batch.bucket),
      )},
          ${list(
            'integer',
            all.map(({ batch }) => batch.number),
          )},
          ${list(
            'integer',
            all.map(({ batch }) => batch.fence),
          )},
          ${list(
            'uuid',
            all.map(({ contactId }) => contactId),
          )},
          ${list(
            'integer',
            all.map(({ ruling }) => ruling),
          )},
          ${list(
            'integer',
            all.map(({ consentEvents }) => consentEvents),
          )})
        as given (bucket, number, fence, contact_id, ruling, consent_events)
    ), leaving as (
      select given.* from given, campaign
      where campaign.state = 'running' and (given.consent_events = -1 or given.consent_events = (
        select count(*) from consent_events event
        where event.bucket = given.bucket and event.organization_id = ${organizationId}
          and event.contact_id = given.contact_id))
    ), ours as (
      update send_batches batch
      set handed_over = together.contacts, handed_rulings = together.rulings,
        lease_until = now() + make_interval(secs => ${leaseSeconds})
      from (
        select bucket, number, fence, array_agg(contact_id order by contact_id) as contacts,
          array_agg(ruling order by contact_id) as rulings,
          -- not compared with values: see settle-sends.ts
          ${organizationId}::uuid as organization_id, ${id}::uuid as campaign_id
        from leaving group by bucket, number, fence
      ) as together
      where batch.bucket = together.bucket and batch.organization_id = together.organization_id
        and batch.campaign_id = together.campaign_id and batch.number = together.number
        and batch.owner = ${owner} and batch.fence = together.fence
        and batch.lease_until > now()
      returning batch.bucket, batch.number
    )
    select leaving.contact_id
    from leaving join ours on ours.bucket = leaving.bucket and ours.number = leaving.number
    where leaving.consent_events >= 0`.execute(db);
  return new Set(rows.map((row) => row.contact_id));
}
