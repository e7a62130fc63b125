import type { TemplateParts, TemplateSource } from '@postern/core/templates';
import type { Classified } from '@postern/core/values';
import type { Tx } from '../database/index.ts';

/** Writes one version, which never changes again: what was sent can be shown from it. */
export async function writeVersion(
  tx: Tx,
  organizationId: string,
  { id, version }: { readonly id: string; readonly version: number },
  source: TemplateSource,
  parts: TemplateParts,
  classified: Classified | null,
  attachments: readonly string[],
): Promise<void> {
  await tx
    .insertInto('template_versions')
    .values({
      organization_id: organizationId,
      template_id: id,
      version,
      subject: source.subject,
      preheader: source.preheader,
      mjml: source.mjml,
      text_source: source.text,
      html: parts.html,
      text: parts.text,
      fields: JSON.stringify(parts.fields),
      links: JSON.stringify(parts.links),
      attachments: JSON.stringify(attachments),
      sensitivity: classified?.sensitivity ?? null,
      caused_by: classified?.causedBy ?? null,
    })
    .execute();
}
