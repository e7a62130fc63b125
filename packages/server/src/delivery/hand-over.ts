import { sql } from 'kysely';
import { type Database, list, placesOf } from '../database/index.ts';
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
  const parts = partsOf(leaving, onTheirWay);
  const all = parts.map(({ before, after }) => [...before, ...after]);
  const { first, last } = placesOf(all);
  const batches = parts.map(({ batch }) => batch);
  const ids = list(
    'uuid',
    all.flatMap((some) => some.map(({ contactId }) => contactId)),
  );
  const rulings = list(
    'integer',
    all.flatMap((some) => some.map(({ ruling }) => ruling)),
  );
  const heard = leaving.filter(({ consentEvents }) => consentEvents > 0);
  // the share lock puts us before or after a pause or a cancellation, never beside it
  const { rows } = await sql<Left | Changed>`/* prepared: hand_over */
    with campaign as (
      select state from campaigns
      where organization_id = ${organizationId} and id = ${id}
      for share
    ), given as materialized (
      select place.*, (${ids})[place.first:place.last] as contacts,
        (${rulings})[place.first:place.last] as rulings,
        -- not compared with values: see settle-sends.ts
        ${organizationId}::uuid as organization_id, ${id}::uuid as campaign_id
      from campaign, unnest(${list(
        'smallint',
        batches.map(({ bucket }) => bucket),
      )}, ${list(
        'integer',
        batches.map(({ number }) => number),
      )}, ${list(
        'integer',
        batches.map(({ fence }) => fence),
      )}, ${list('integer', first)}, ${list('integer', last)}, ${list(
        'integer',
        parts.map(({ before }) => before.length),
      )}) as place (bucket, number, fence, first, last, before)
      where campaign.state = 'running'
    ), changed as materialized (
      select contact_id from (
        select event.contact_id, 1 as events
        from given,
        -- "offset 0": one look into the index for each batch, whatever the statistics say
        lateral (
          select contact_id from consent_events
          where bucket = given.bucket and organization_id = ${organizationId}
            and contact_id = any(given.contacts[given.before + 1:])
          offset 0
        ) as event
        union all
        select * from unnest(${list(
          'uuid',
          heard.map(({ contactId }) => contactId),
        )}, ${list(
          'integer',
          heard.map(({ consentEvents }) => -consentEvents),
        )})
      ) as counted
      group by contact_id having sum(events) <> 0
    ), ours as (
      update send_batches batch
      set (handed_over, handed_rulings) = (
          select coalesce(array_agg(contact_id order by place), '{}'),
            coalesce(array_agg(ruling order by place), '{}')
          from unnest(given.contacts, given.rulings)
            with ordinality as one (contact_id, ruling, place)
          where place <= given.before or contact_id not in (select contact_id from changed)
        ),
        lease_until = now() + make_interval(secs => ${leaseSeconds})
      from given
      where batch.bucket = given.bucket and batch.organization_id = given.organization_id
        and batch.campaign_id = given.campaign_id and batch.number = given.number
        and batch.owner = ${owner} and batch.fence = given.fence
        and batch.lease_until > now()
      returning batch.bucket, batch.number, batch.fence
    )
    select bucket, number, fence, null as contact_id from ours
    union all
    select null, null, null, contact_id from changed`.execute(db);
  const ours = new Set<string>();
  const changed = new Set<string>();
  for (const row of rows) {
    if (row.contact_id === null) ours.add(nameOf(row));
    else changed.add(row.contact_id);
  }
  const gone = leaving.filter((one) => ours.has(nameOf(one.batch)) && !changed.has(one.contactId));
  return new Set(gone.map(({ contactId }) => contactId));
}

type Named = Pick<Batch, 'bucket' | 'number' | 'fence'>;
type Left = Named & { readonly contact_id: null };
interface Changed {
  readonly contact_id: string;
}

const nameOf = ({ bucket, number, fence }: Named) => `${bucket} ${number} ${fence}`;

/** Of one batch: who left before, and who leaves now. Looked up batch by batch: 20 to 11 microseconds each. */
interface Part {
  readonly batch: Batch;
  readonly before: OnItsWay[];
  readonly after: HandOver[];
}

function partsOf(leaving: readonly HandOver[], onTheirWay: readonly OnItsWay[]): readonly Part[] {
  const parts = new Map<string, Part>();
  const partOf = ({ batch }: OnItsWay): Part => {
    const name = nameOf(batch);
    const known = parts.get(name) ?? { batch, before: [], after: [] };
    parts.set(name, known);
    return known;
  };
  for (const one of leaving) partOf(one).after.push(one);
  for (const one of onTheirWay) partOf(one).before.push(one);
  return [...parts.values()];
}
