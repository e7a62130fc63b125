import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { listDocuments } from './list-documents.ts';

/** The file of something that somebody signed who was deleted since; nobody is named by it. */
export interface KeptOfDeleted {
  readonly contactId: string;
  readonly documentId: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly signedAt: Date;
  readonly deletedAt: Date;
  /** The last day on which it is kept; null where no end of it is known. */
  readonly keepUntil: string | null;
}

/**
 * Signed files of people who were deleted, whose file went before those of whoever went later: the
 * first `limit` of them, and how many there are. 45 CFR 164.530(j)(2) has them kept, and nothing else
 * leads to them.
 */
export async function listKept(
  db: Database,
  keys: OrganizationKeys,
  limit: number,
): Promise<{ readonly total: number; readonly kept: readonly KeptOfDeleted[] }> {
  const { organizationId } = keys;
  const ofDeleted = db
    .selectFrom('signed_documents as file')
    .innerJoin('deleted_contacts as gone', (join) =>
      join
        .onRef('gone.bucket', '=', 'file.bucket')
        .onRef('gone.organization_id', '=', 'file.organization_id')
        .onRef('gone.contact_id', '=', 'file.contact_id'),
    )
    .where('file.organization_id', '=', organizationId);
  const { total } = await ofDeleted
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await ofDeleted
    .select(['file.contact_id', 'file.id', 'file.media_type', 'file.bytes', 'file.signed_at'])
    .select('gone.deleted_at')
    .orderBy('gone.deleted_at')
    .orderBy('file.id')
    .limit(limit)
    .execute();
  const until = new Map<string, string | null>();
  for (const contactId of new Set(rows.map((row) => row.contact_id))) {
    for (const { id, keepUntil } of await listDocuments(db, keys, contactId)) {
      until.set(`${contactId} ${id}`, keepUntil);
    }
  }
  return {
    total: Number(total),
    kept: rows.map((row) => ({
      contactId: row.contact_id,
      documentId: row.id,
      mediaType: row.media_type,
      bytes: row.bytes,
      signedAt: row.signed_at,
      deletedAt: row.deleted_at,
      keepUntil: until.get(`${row.contact_id} ${row.id}`) ?? null,
    })),
  };
}
