import { sql } from 'kysely';
import { type Database, list } from '../database/index.ts';

export interface CampaignRef {
  readonly organizationId: string;
  readonly id: string;
}

/** A batch in our hands. `fence` is the fencing number: whoever claims after us has a higher one. */
export interface Batch {
  readonly bucket: number;
  readonly number: number;
  readonly fence: number;
  readonly from: string;
  readonly to: string;
}

const TYPES = {
  bucket: 'smallint',
  number: 'integer',
  fence: 'integer',
  from: 'uuid',
  to: 'uuid',
} as const;

/** What each of the batches has there, as a column for `unnest`. */
const column = (batches: readonly Batch[], name: keyof Batch) =>
  list(
    TYPES[name],
    batches.map((batch) => batch[name]),
  );

/** Somebody of a batch who waits. */
export interface Recipient {
  readonly batch: Batch;
  readonly contactId: string;
  /** How often a server asked to come again; the back-off follows from it. */
  readonly deferrals: number;
  /** How often of these for want of TLS. */
  readonly insecure: number;
}

/**
 * Claims batches that are due, of about `limit` recipients together, for `leaseSeconds`. Batches that
 * another worker holds are passed over. None of a campaign that is paused, cancelled or held.
 */
export async function claimBatches(
  db: Database,
  { organizationId, id }: CampaignRef,
  owner: string,
  limit: number,
  leaseSeconds: number,
): Promise<readonly Batch[]> {
  const { rows } = await sql<Batch>`/* prepared: claim_batches */
    with due as (
      select bucket, number, waiting
      from send_batches
      where organization_id = ${organizationId} and campaign_id = ${id}
        and state = 'waiting' and owner is null and due_at <= now()
        and exists (
          select from campaigns
          where organization_id = ${organizationId} and id = ${id}
            and state = 'running' and (held_until is null or held_until <= now())
        )
      order by due_at, bucket, number
      limit 100
      for update skip locked
    ), chosen as (
      select bucket, number from (
        select *, sum(waiting) over (order by bucket, number) - waiting as before from due
      ) as running
      where before < ${limit}
    )
    update send_batches batch
    set owner = ${owner}, fence = fence + 1, handed_over = '{}', handed_rulings = '{}',
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    from chosen
    where batch.bucket = chosen.bucket and batch.organization_id = ${organizationId}
      and batch.campaign_id = ${id} and batch.number = chosen.number
    returning batch.bucket, batch.number, batch.fence, batch.from_contact as "from",
      batch.to_contact as "to"`.execute(db);
  return rows;
}

/** Those of our batches who wait and are due. */
export async function recipientsOf(
  db: Database,
  { organizationId, id }: CampaignRef,
  batches: readonly Batch[],
): Promise<readonly Recipient[]> {
  const { rows } = await sql<{
    place: number;
    contact_id: string;
    deferrals: number;
    insecure: number;
  }>`/* prepared: recipients_of */
    select batch.place, waiting.contact_id, waiting.deferrals, waiting.insecure
    from unnest(${column(batches, 'bucket')}, ${column(batches, 'from')}, ${column(batches, 'to')})
      with ordinality as batch (bucket, "from", "to", place),
    -- "offset 0": one look into the index for each batch, whatever the statistics say
    lateral (
      select contact_id, deferrals, insecure from sends
      where bucket = batch.bucket and organization_id = ${organizationId} and campaign_id = ${id}
        and contact_id between batch."from" and batch."to"
        and state in ('queued', 'deferred') and due_at <= now()
      offset 0
    ) as waiting
    order by batch.place, waiting.contact_id`.execute(db);
  return rows.flatMap(({ place, contact_id, deferrals, insecure }) => {
    const batch = batches[Number(place) - 1];
    return batch === undefined ? [] : [{ batch, contactId: contact_id, deferrals, insecure }];
  });
}

/** Says that we are still at it: renews the lease of all that we hold, and answers which those are. */
export async function renewLeases(
  db: Database,
  owner: string,
  leaseSeconds: number,
): Promise<readonly Batch[]> {
  const { rows } = await sql<Batch>`
    update send_batches
    set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where owner = ${owner} and lease_until > now()
    returning bucket, number, fence, from_contact as "from", to_contact as "to"`.execute(db);
  return rows;
}

/**
 * Lets go of batches: done where nobody waits any more, else due again when the first of those who
 * wait is. A batch that is no longer ours is left alone.
 */
export async function closeBatches(
  db: Database,
  { organizationId, id }: CampaignRef,
  owner: string,
  batches: readonly Batch[],
): Promise<void> {
  if (batches.length === 0) return;
  await sql`/* prepared: close_batches */
    update send_batches batch
    set owner = null, lease_until = null, handed_over = '{}', handed_rulings = '{}',
      waiting = rest.count,
      state = case when rest.count = 0 then 'done' else 'waiting' end,
      due_at = coalesce(rest.due_at, batch.due_at)
    from unnest(${column(batches, 'bucket')}, ${column(batches, 'number')},
        ${column(batches, 'fence')}, ${column(batches, 'from')}, ${column(batches, 'to')})
      as given (bucket, number, fence, "from", "to"),
    lateral (
      select count(*) as count, min(due_at) as due_at from sends
      where bucket = given.bucket and organization_id = ${organizationId} and campaign_id = ${id}
        and contact_id between given."from" and given."to" and state in ('queued', 'deferred')
      offset 0
    ) as rest
    where batch.bucket = given.bucket and batch.organization_id = ${organizationId}
      and batch.campaign_id = ${id} and batch.number = given.number
      and batch.owner = ${owner} and batch.fence = given.fence`.execute(db);
}
