import { recipientAt } from '@postern/core/consent';
import { loadConsent, recordConsent } from '../consent/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type CopyWay, type DocumentPlace, signedAt } from './signed-document.ts';

interface Given {
  readonly way: CopyWay;
  /** A user's id, or 'system'. */
  readonly actor: string;
  readonly at: Date;
}

/**
 * Records that the signer has a copy, 45 CFR 164.508(c)(4): beside the file, and in the ledger, as a
 * fact of its own. 'unknown' when there is no such file; the first way and
 * time stay.
 */
export async function giveCopy(
  tx: Tx,
  keys: OrganizationKeys,
  place: DocumentPlace,
  { way, actor, at }: Given,
): Promise<'given' | 'before' | 'unknown'> {
  const { organizationId, contactId, id } = place;
  const row = await signedAt(tx, place).select('copy_given_at').forUpdate().executeTakeFirst();
  if (row === undefined) return 'unknown';
  if (row.copy_given_at !== null) return 'before';
  await tx
    .updateTable('signed_documents')
    .set({ copy_given_at: at, copy_way: way })
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('id', '=', id)
    .execute();
  const events = (await loadConsent(tx, keys, [contactId])).get(contactId) ?? [];
  const document = recipientAt(events, at.toISOString()).authorizations.find(
    (one) => one.id === id,
  );
  if (document?.copyGiven === false) {
    const fact = { kind: 'copy_given' as const, documentId: id };
    const source = way === 'paper' ? 'staff' : 'page';
    await recordConsent(tx, keys, [{ contactId, fact, source, actor, at }]);
  }
  return 'given';
}
