import { sql } from 'kysely';
import { v7 } from 'uuid';
import { NO_RULING, type Ruling, rulingNumber } from '../campaigns/index.ts';
import type { Tx } from '../database/index.ts';
import type { TrackedSend } from './tracked-send.ts';

/** What is known of a request that may not be a person's. */
export interface Visit {
  /** Asked with HEAD: nobody reads that way. */
  readonly head: boolean;
}

const ARRIVED: Ruling = {
  ...NO_RULING,
  code: 'arrived',
  reason: 'No answer was recorded when it was handed over, but it was opened since.',
};

/** A scanner follows links the moment a message arrives; a person takes longer to read. */
const QUICKER_THAN_PEOPLE = 2_000;

/** Something that came of a message. */
export interface Happened {
  readonly send: TrackedSend;
  readonly event: { readonly kind: 'open' | 'click' | 'unsubscribe'; readonly link?: number };
  readonly visit: Visit;
  readonly at: Date;
}

/**
 * Appends events of one organization. `machine` is set as far as can be told: figures about people
 * leave those out. Whoever asked, the message did arrive: one that was uncertain is not any more.
 */
export async function recordEvents(tx: Tx, happened: readonly Happened[]): Promise<void> {
  if (happened.length === 0) return;
  await tx.insertInto('events').values(happened.map(eventRow)).execute();
  const { rows } = await sql<{ readonly place: number }>`
    select wanted.place::integer as place
    from unnest(${sql.val(happened.map(({ send }) => send.bucket))}::smallint[],
        ${sql.val(happened.map(({ send }) => send.organizationId))}::uuid[],
        ${sql.val(happened.map(({ send }) => send.campaignId))}::uuid[],
        ${sql.val(happened.map(({ send }) => send.contactId))}::uuid[])
      with ordinality as wanted (bucket, organization_id, campaign_id, contact_id, place),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select from sends
      where bucket = wanted.bucket and organization_id = wanted.organization_id
        and campaign_id = wanted.campaign_id and contact_id = wanted.contact_id
        and state = 'uncertain'
      offset 0
    ) uncertain`.execute(tx);
  for (const { place } of rows) {
    const one = happened[place - 1];
    if (one !== undefined) await arrived(tx, one);
  }
}

function eventRow({ send, event, visit, at }: Happened) {
  const { organizationId, bucket, campaignId, contactId, settledAt } = send;
  const quick = settledAt !== null && at.getTime() - settledAt.getTime() < QUICKER_THAN_PEOPLE;
  return {
    bucket,
    organization_id: organizationId,
    contact_id: contactId,
    campaign_id: campaignId,
    id: v7(),
    kind: event.kind,
    link: event.link ?? null,
    // to unsubscribe takes a deliberate POST, and mail programs send it at once
    machine: event.kind !== 'unsubscribe' && (visit.head || quick),
    at,
  };
}

async function arrived(tx: Tx, { send, at }: Happened): Promise<void> {
  const { organizationId, bucket, campaignId, contactId } = send;
  await tx
    .updateTable('sends')
    .set({
      state: 'accepted',
      ruling: await rulingNumber(tx, organizationId, ARRIVED),
      settled_at: at,
    })
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('campaign_id', '=', campaignId)
    .where('contact_id', '=', contactId)
    .where('state', '=', 'uncertain')
    .execute();
}
