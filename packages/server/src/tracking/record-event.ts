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

/**
 * Appends an event. `machine` is set as far as can be told: figures about people leave those out.
 * Whoever asked, the message did arrive: one that was uncertain is not any more.
 */
export async function recordEvent(
  tx: Tx,
  send: TrackedSend,
  event: { readonly kind: 'open' | 'click' | 'unsubscribe'; readonly link?: number },
  visit: Visit,
  at: Date,
): Promise<void> {
  const { organizationId, bucket, campaignId, contactId, settledAt } = send;
  const quick = settledAt !== null && at.getTime() - settledAt.getTime() < QUICKER_THAN_PEOPLE;
  await tx
    .insertInto('events')
    .values({
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
    })
    .execute();
  const uncertain = await tx
    .selectFrom('sends')
    .select('state')
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('campaign_id', '=', campaignId)
    .where('contact_id', '=', contactId)
    .where('state', '=', 'uncertain')
    .executeTakeFirst();
  if (uncertain === undefined) return;
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
