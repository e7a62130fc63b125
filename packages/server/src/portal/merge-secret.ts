import { bucketOf, type Tx } from '../database/index.ts';
import { agreedSecret } from './agreed-secret.ts';

/** The secret that was agreed with a person of two records: that of the one that stays, else the other's. */
export async function mergeSecret(
  tx: Tx,
  organizationId: string,
  fromContactId: string,
  intoContactId: string,
): Promise<void> {
  const secret = await agreedSecret(tx, organizationId, fromContactId);
  if (secret === null) return;
  await tx
    .insertInto('portal_secrets')
    .values({
      bucket: bucketOf(intoContactId),
      organization_id: organizationId,
      contact_id: intoContactId,
      secret_hash: secret.hash,
      set_at: secret.setAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .deleteFrom('portal_secrets')
    .where('bucket', '=', bucketOf(fromContactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', fromContactId)
    .execute();
}
