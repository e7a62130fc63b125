import { type RawBuilder, sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** A file that is attached to a version of a template: the same for everybody who gets it. */
export interface AttachedFile {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  /** In bytes, as it was uploaded. */
  readonly size: number;
}

export const attachmentContext = (id: string) => `template_attachments.content:${id}`;

/** The files of the version `v`, in order, without what is in them. */
export const attachedFiles: RawBuilder<readonly AttachedFile[]> = sql`
  (select coalesce(json_agg(json_build_object('id', a.id, 'filename', a.filename,
      'contentType', a.content_type, 'size', a.size) order by listed.place), '[]')
    from jsonb_array_elements_text(v.attachments) with ordinality as listed (id, place)
    join template_attachments a
      on a.organization_id = v.organization_id and a.id = listed.id::uuid)`;

/** Those of these ids that the organization has, in the order asked for. */
export async function knownAttachments(
  db: Database | Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<readonly AttachedFile[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('template_attachments')
    .select(['id', 'filename', 'content_type as contentType', 'size'])
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .execute();
  return ids.flatMap((id) => rows.filter((row) => row.id === id));
}

/** The files of a version, in order; of a deleted template's, too. */
export async function attachedToVersion(
  db: Database | Tx,
  organizationId: string,
  templateId: string,
  version: number,
): Promise<readonly AttachedFile[]> {
  const row = await db
    .selectFrom('template_versions')
    .select('attachments')
    .where('organization_id', '=', organizationId)
    .where('template_id', '=', templateId)
    .where('version', '=', version)
    .executeTakeFirst();
  const ids = row?.attachments ?? [];
  const files = await knownAttachments(db, organizationId, ids);
  if (files.length === ids.length) return files;
  throw new Error(
    `An attachment of version ${version} of the template ${templateId} is gone: without it no ` +
      'message leaves and none is shown.',
  );
}
