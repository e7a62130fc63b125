import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import type { ReturnedSend } from './find-send.ts';

export type ReturnEvent = 'bounce' | 'complaint' | 'auto_reply';

/**
 * Appends what happened to a message; once for each message and kind, however many reports of it
 * come. Answers whether it is new. The caller holds the send.
 */
export async function recordReturnEvent(
  tx: Tx,
  organizationId: string,
  { bucket, contactId, campaignId }: ReturnedSend,
  kind: ReturnEvent,
  at: Date,
): Promise<boolean> {
  const known = await tx
    .selectFrom('events')
    .select('id')
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('campaign_id', '=', campaignId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  if (known !== undefined) return false;
  await tx
    .insertInto('events')
    .values({
      bucket,
      organization_id: organizationId,
      contact_id: contactId,
      campaign_id: campaignId,
      id: v7(),
      kind,
      link: null,
      at,
    })
    .execute();
  return true;
}
