import { bucketOf, type Tx } from '../database/index.ts';
import { setAgreedSecret } from './agreed-secret.ts';

/**
 * Ends the picking up for somebody who is deleted: what waits is withdrawn and the word that was agreed
 * goes. That a message was left and read stays, as evidence. Answers how many were withdrawn.
 */
export async function endPickUp(
  tx: Tx,
  organizationId: string,
  contactId: string,
  now: Date,
): Promise<number> {
  await setAgreedSecret(tx, organizationId, contactId, null, now);
  const { numUpdatedRows } = await tx
    .updateTable('portal_messages')
    .set({ withdrawn_at: now, sealed: null, code_hash: null, code_expires_at: null })
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('withdrawn_at', 'is', null)
    .where('sealed', 'is not', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
