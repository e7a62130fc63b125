import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { attachedToVersion, attachmentContext } from './attached-file.ts';

/** A file as it leaves with every message. */
export interface OpenedAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** A file that some version of a template that is not deleted has; null when there is none. */
export async function openAttachment(
  db: Database | Tx,
  keys: OrganizationKeys,
  templateId: string,
  attachmentId: string,
): Promise<OpenedAttachment | null> {
  const { organizationId } = keys;
  const attached = await db
    .selectFrom('template_versions as v')
    .innerJoin('templates as t', (join) =>
      join.onRef('t.organization_id', '=', 'v.organization_id').onRef('t.id', '=', 'v.template_id'),
    )
    .select('v.version')
    .where('v.organization_id', '=', organizationId)
    .where('v.template_id', '=', templateId)
    .where('t.deleted_at', 'is', null)
    .where(sql<boolean>`v.attachments ? ${attachmentId}`)
    .limit(1)
    .executeTakeFirst();
  return attached === undefined ? null : opened(db, keys, attachmentId);
}

/**
 * The files of a version, in order; of a deleted template's, too. One after the other, so that no
 * more than one of them is in memory twice. Throws when one is gone: no message leaves without it.
 */
export async function loadAttachments(
  db: Database | Tx,
  keys: OrganizationKeys,
  templateId: string,
  version: number,
): Promise<readonly OpenedAttachment[]> {
  const files: OpenedAttachment[] = [];
  for (const { id } of await attachedToVersion(db, keys.organizationId, templateId, version)) {
    const file = await opened(db, keys, id);
    if (file === null) {
      throw new Error(
        `The attachment ${id} of version ${version} of the template ${templateId} is gone.`,
      );
    }
    files.push(file);
  }
  return files;
}

/** One of the files of a version, by its place from 0; null when there is none. */
export async function openAttachmentOf(
  db: Database | Tx,
  keys: OrganizationKeys,
  templateId: string,
  version: number,
  place: number,
): Promise<OpenedAttachment | null> {
  const files = await attachedToVersion(db, keys.organizationId, templateId, version);
  const file = files[place];
  return file === undefined ? null : opened(db, keys, file.id);
}

async function opened(
  db: Database | Tx,
  keys: OrganizationKeys,
  id: string,
): Promise<OpenedAttachment | null> {
  const row = await db
    .selectFrom('template_attachments')
    .select(['filename', 'content_type', 'content_sealed'])
    .where('organization_id', '=', keys.organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { filename, content_type: contentType, content_sealed: sealed } = row;
  return { filename, contentType, content: keys.open(sealed, attachmentContext(id)) };
}
