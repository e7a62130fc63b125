import { sql } from 'kysely';
import { v7 } from 'uuid';
import { NO_RULING, type Ruling, rulingNumber } from '../campaigns/index.ts';
import { list, type Tx } from '../database/index.ts';
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
  const rows = happened.map(eventRow);
  await sql`/* prepared: record_events */
    insert into events
      (bucket, organization_id, contact_id, campaign_id, id, kind, link, machine, at)
    select *
    from unnest(
      ${list(
        'smallint',
        rows.map((row) => row.bucket),
      )},
      ${list(
        'uuid',
        rows.map((row) => row.organizationId),
      )},
      ${list(
        'uuid',
        rows.map((row) => row.contactId),
      )},
      ${list(
        'uuid',
        rows.map((row) => row.campaignId),
      )},
      ${list(
        'uuid',
        rows.map((row) => row.id),
      )},
      ${list(
        'text',
        rows.map((row) => row.kind),
      )},
      ${list(
        'integer',
        rows.map((row) => row.link),
      )},
      ${list(
        'boolean',
        rows.map((row) => row.machine),
      )},
      ${list(
        'timestamptz',
        rows.map((row) => row.at),
      )}
    )`.execute(tx);
  for (const one of happened) if (one.send.uncertain) await arrived(tx, one);
}

function eventRow({ send, event, visit, at }: Happened) {
  const { organizationId, bucket, campaignId, contactId, settledAt } = send;
  const quick = settledAt !== null && at.getTime() - settledAt.getTime() < QUICKER_THAN_PEOPLE;
  return {
    bucket,
    organizationId,
    contactId,
    campaignId,
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
