import { loadConsent } from '../consent/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type DocumentPlace, keepSigned, type MediaType } from './signed-document.ts';

/** A scan may be this large. */
export const MOST_SCAN_BYTES = 20 * 1024 ** 2;

export type Filed =
  | { readonly kind: 'filed' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'there-already' }
  | { readonly kind: 'refused'; readonly sentence: string };

const BEGINNINGS: readonly (readonly [MediaType, Buffer])[] = [
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
];

/**
 * Puts the scan of a signed paper beside what was read off it. What it is, its first bytes say, not
 * its name. A file that is there stays: what was signed is never replaced.
 */
export async function fileScan(
  tx: Tx,
  keys: OrganizationKeys,
  place: DocumentPlace,
  content: Buffer,
): Promise<Filed> {
  const mediaType = BEGINNINGS.find(([, bytes]) =>
    content.subarray(0, bytes.length).equals(bytes),
  )?.[0];
  if (content.length > MOST_SCAN_BYTES) {
    return { kind: 'refused', sentence: 'The scan is too large: expected at most 20 MB.' };
  }
  if (mediaType === undefined) {
    const sentence =
      'The file is not a scan that can be kept: expected a PDF, or a picture as PNG or JPEG.';
    return { kind: 'refused', sentence };
  }
  const { contactId, id } = place;
  const events = (await loadConsent(tx, keys, [contactId])).get(contactId) ?? [];
  const signed = events.findLast(
    ({ fact }) => fact.kind === 'authorization_signed' && fact.document.id === id,
  );
  if (signed?.fact.kind !== 'authorization_signed') return { kind: 'unknown' };
  const { signedOn, copyGiven } = signed.fact.document;
  const at = new Date(signed.at);
  const handed = events.find(({ fact }) => fact.kind === 'copy_given' && fact.documentId === id);
  const copyAt = handed ? new Date(handed.at) : copyGiven ? at : null;
  const kept = await keepSigned(tx, keys, {
    place,
    source: 'paper',
    form: null,
    mediaType,
    content,
    signedAt: signedOn === null ? at : new Date(`${signedOn}T00:00:00Z`),
    copy: copyAt && { at: copyAt, way: 'paper' },
  });
  return { kind: kept ? 'filed' : 'there-already' };
}
