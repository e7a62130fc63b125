import type { ConsentFact } from '@postern/core/consent';
import { mergeConsent } from '../consent/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { mergeSecret } from '../portal/index.ts';
import { mergeDocuments } from './merge-documents.ts';

/**
 * Two records turn out to be one person: all that the one allowed, refused and signed becomes the
 * other's (`mergeConsent`), with the signed files, what they were asked to sign, and the secret that
 * was agreed with them. To be called in the transaction that takes the one record away, before it
 * does. A link to sign that was mailed to it opens nothing any more; staff sends another. Answers what
 * was recorded beside the copies.
 */
export async function mergeLedgers(
  tx: Tx,
  keys: OrganizationKeys,
  fromContactId: string,
  intoContactId: string,
  now: Date,
): Promise<readonly ConsentFact[]> {
  if (fromContactId === intoContactId) return [];
  const facts = await mergeConsent(tx, keys, fromContactId, intoContactId, now);
  await mergeDocuments(tx, keys, fromContactId, intoContactId);
  await mergeSecret(tx, keys.organizationId, fromContactId, intoContactId);
  await mergeRequests(tx, keys.organizationId, fromContactId, intoContactId);
  return facts;
}

async function mergeRequests(
  tx: Tx,
  organizationId: string,
  fromContactId: string,
  intoContactId: string,
): Promise<void> {
  const rows = await tx
    .deleteFrom('signing_requests')
    .where('bucket', '=', bucketOf(fromContactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', fromContactId)
    .returningAll()
    .execute();
  if (rows.length === 0) return;
  const own = { bucket: bucketOf(intoContactId), contact_id: intoContactId };
  await tx
    .insertInto('signing_requests')
    .values(rows.map((row) => ({ ...row, ...own, code: null, code_until: null })))
    .execute();
}
