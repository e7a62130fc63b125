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
 * Records that the signer has a copy, 45 CFR 164.508(c)(4): beside the file, and in the ledger, where
 * the same document says so from then on. 'unknown' when there is no such file; the first way and
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
  const signed = events.findLast(
    ({ fact }) => fact.kind === 'authorization_signed' && fact.document.id === id,
  );
  if (signed?.fact.kind === 'authorization_signed' && !signed.fact.document.copyGiven) {
    const document = { ...signed.fact.document, copyGiven: true };
    const fact = { kind: 'authorization_signed' as const, document };
    await recordConsent(tx, keys, [{ contactId, fact, source: signed.source, actor, at }]);
  }
  return 'given';
}
