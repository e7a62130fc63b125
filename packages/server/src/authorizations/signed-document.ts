import { createHash } from 'node:crypto';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** Where a signed document is. */
export interface DocumentPlace {
  readonly organizationId: string;
  readonly contactId: string;
  /** The document's id in the ledger. */
  readonly id: string;
}

export type MediaType = 'application/pdf' | 'image/png' | 'image/jpeg';
export const COPY_WAYS = ['mail', 'portal', 'paper'] as const;
export type CopyWay = (typeof COPY_WAYS)[number];

export interface NewSignedDocument {
  readonly place: DocumentPlace;
  readonly source: 'page' | 'tablet' | 'paper';
  readonly form: { readonly id: string; readonly version: number } | null;
  readonly mediaType: MediaType;
  readonly content: Buffer;
  readonly signedAt: Date;
  readonly copy: { readonly at: Date; readonly way: CopyWay } | null;
}

const contextOf = ({ contactId, id }: DocumentPlace) => `signed_documents:${contactId}:${id}`;

/** Puts the file of a document away, sealed. False when there is one already: it is not replaced. */
export async function keepSigned(
  tx: Tx,
  keys: OrganizationKeys,
  { place, source, form, mediaType, content, signedAt, copy }: NewSignedDocument,
): Promise<boolean> {
  const made = await tx
    .insertInto('signed_documents')
    .values({
      bucket: bucketOf(place.contactId),
      organization_id: place.organizationId,
      contact_id: place.contactId,
      id: place.id,
      source,
      form_id: form?.id ?? null,
      form_version: form?.version ?? null,
      media_type: mediaType,
      bytes: content.length,
      sha256: sha256(content),
      content_sealed: keys.seal(content, contextOf(place)),
      signed_at: signedAt,
      copy_given_at: copy?.at ?? null,
      copy_way: copy?.way ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/**
 * The file of a document; null when there is none. Throws when it is not, byte for byte, what was
 * put away.
 */
export async function openSigned(
  db: Database | Tx,
  keys: OrganizationKeys,
  place: DocumentPlace,
): Promise<{ readonly contentType: string; readonly content: Buffer } | null> {
  const row = await signedAt(db, place)
    .select(['media_type', 'content_sealed', 'sha256'])
    .executeTakeFirst();
  if (row === undefined) return null;
  const content = keys.open(row.content_sealed, contextOf(place));
  if (!sha256(content).equals(row.sha256)) throw notWhatWasPutAway(place);
  return { contentType: row.media_type, content };
}

/** The content of a row sealed to another contact, whose document it has turned out to be. */
export function resealSigned(
  keys: OrganizationKeys,
  row: { readonly content_sealed: Buffer; readonly sha256: Buffer },
  from: DocumentPlace,
  into: DocumentPlace,
): Buffer {
  const content = keys.open(row.content_sealed, contextOf(from));
  if (!sha256(content).equals(row.sha256)) throw notWhatWasPutAway(from);
  return keys.seal(content, contextOf(into));
}

const notWhatWasPutAway = ({ id }: DocumentPlace) =>
  new Error(`The signed document ${id} is not what was put away: its hash differs.`);

/** A query for this one document. */
export const signedAt = (db: Database | Tx, { organizationId, contactId, id }: DocumentPlace) =>
  db
    .selectFrom('signed_documents')
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('id', '=', id);

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest();
