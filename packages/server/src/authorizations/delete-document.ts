import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { listDocuments } from './list-documents.ts';
import type { DocumentPlace } from './signed-document.ts';

export type Deletion =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unknown' }
  /** It has to be kept; `until` is null while it stands without a known end. */
  | { readonly kind: 'kept'; readonly until: string | null };

/**
 * Deletes the file of a signed document, once the six years of 45 CFR 164.530(j)(2) are over
 * everywhere on earth; before that it is refused, whoever asks. That it was signed stays on record.
 */
export async function deleteDocument(
  tx: Tx,
  keys: OrganizationKeys,
  place: DocumentPlace,
  now: Date,
): Promise<Deletion> {
  const { organizationId, contactId, id } = place;
  const documents = await listDocuments(tx, keys, contactId);
  const document = documents.find((one) => one.id === id);
  if (!document?.file) return { kind: 'unknown' };
  const until = document.keepUntil;
  const today = new Date(now.getTime() - 12 * 3_600_000).toISOString().slice(0, 10);
  if (until === null || until >= today) return { kind: 'kept', until };
  await tx
    .deleteFrom('signed_documents')
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('id', '=', id)
    .execute();
  return { kind: 'deleted' };
}
