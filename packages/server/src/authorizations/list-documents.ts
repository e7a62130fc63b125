import { keepUntil } from '@postern/core/authorizations';
import { loadConsent } from '../consent/index.ts';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { lastReliance } from './last-reliance.ts';
import type { CopyWay } from './signed-document.ts';

/** A document of somebody's ledger, and the file of it where there is one. */
export interface KeptDocument {
  readonly id: string;
  /** The last day on which it is kept; null while it stands without a known end. */
  readonly keepUntil: string | null;
  readonly file: {
    readonly source: 'page' | 'tablet' | 'paper';
    readonly mediaType: string;
    readonly bytes: number;
    /** SHA-256 in hexadecimal. */
    readonly sha256: string;
    readonly signedAt: Date;
    readonly formVersion: number | null;
    readonly copyGivenAt: Date | null;
    readonly copyWay: CopyWay | null;
  } | null;
}

/**
 * All that somebody signed, newest first, until when each is kept, and whether its file is there. Of
 * who was deleted too: what they signed is kept on.
 */
export async function listDocuments(
  db: Database | Tx,
  keys: OrganizationKeys,
  contactId: string,
): Promise<readonly KeptDocument[]> {
  const { organizationId } = keys;
  const events = (await loadConsent(db, keys, [contactId])).get(contactId) ?? [];
  const relied = await lastReliance(db, organizationId, contactId);
  const deleted = await db
    .selectFrom('deleted_contacts')
    .select('deleted_at')
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  const forgottenAt = deleted?.deleted_at.toISOString() ?? null;
  const rows = await db
    .selectFrom('signed_documents')
    .select([
      'id',
      'source',
      'media_type',
      'bytes',
      'sha256',
      'signed_at',
      'form_version',
      'copy_given_at',
      'copy_way',
    ])
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .execute();
  const files = new Map(rows.map((row) => [row.id, row]));
  const ids = new Set(
    events.flatMap(({ fact }) => (fact.kind === 'authorization_signed' ? [fact.document.id] : [])),
  );
  return [...ids].toReversed().map((id) => {
    const row = files.get(id);
    return {
      id,
      keepUntil: keepUntil(id, events, relied.get(id)?.toISOString() ?? null, forgottenAt),
      file: row
        ? {
            source: row.source,
            mediaType: row.media_type,
            bytes: row.bytes,
            sha256: row.sha256.toString('hex'),
            signedAt: row.signed_at,
            formVersion: row.form_version,
            copyGivenAt: row.copy_given_at,
            copyWay: row.copy_way,
          }
        : null,
    };
  });
}
