import { NO_RULING, rulingNumber } from '../campaigns/index.ts';
import type { Tx } from '../database/index.ts';
import type { ReturnedSend } from './find-send.ts';

const RULINGS = {
  failed: {
    ...NO_RULING,
    code: 'bounced',
    reason: 'No answer was recorded when it was handed over, and it came back since.',
  },
  accepted: {
    ...NO_RULING,
    code: 'arrived',
    reason:
      'No answer was recorded when it was handed over, but there is evidence that it arrived.',
  },
} as const;

/**
 * Settles a message of which nobody knew whether it was taken: what came home tells. One that was
 * accepted stays so, whatever comes back later, and sums stay exact; the event tells the rest.
 * Answers whether it was settled by this.
 */
export async function settleByEvidence(
  tx: Tx,
  organizationId: string,
  { bucket, campaignId, contactId }: ReturnedSend,
  state: keyof typeof RULINGS,
  at: Date,
): Promise<boolean> {
  const uncertain = await tx
    .selectFrom('sends')
    .select('state')
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('campaign_id', '=', campaignId)
    .where('contact_id', '=', contactId)
    .where('state', '=', 'uncertain')
    .executeTakeFirst();
  if (uncertain === undefined) return false;
  await tx
    .updateTable('sends')
    .set({
      state,
      ruling: await rulingNumber(tx, organizationId, RULINGS[state]),
      settled_at: at,
    })
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('campaign_id', '=', campaignId)
    .where('contact_id', '=', contactId)
    .where('state', '=', 'uncertain')
    .execute();
  return true;
}
