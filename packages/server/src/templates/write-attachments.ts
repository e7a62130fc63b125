import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

/**
 * The next version of a template that is still at `version`: as it was, with these files attached.
 * Nothing is compiled anew. False when somebody else saved meanwhile, and then nothing changes.
 */
export async function writeAttachments(
  tx: Tx,
  organizationId: string,
  { id, version }: { readonly id: string; readonly version: number },
  attachments: readonly string[],
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('templates')
    .set({ version: version + 1, updated_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await sql`
    insert into template_versions (organization_id, template_id, version, subject, preheader, mjml,
      text_source, html, text, fields, links, sensitivity, caused_by, attachments)
    select organization_id, template_id, version + 1, subject, preheader, mjml,
      text_source, html, text, fields, links, sensitivity, caused_by,
      ${JSON.stringify(attachments)}::jsonb
    from template_versions
    where organization_id = ${organizationId} and template_id = ${id} and version = ${version}
  `.execute(tx);
  return true;
}
