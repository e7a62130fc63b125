import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { attachmentContext } from './attached-file.ts';
import {
  MAX_ATTACHED_BYTES,
  MAX_ATTACHMENT_BYTES,
  MOST_ATTACHMENTS,
  sizeWords,
  tooLarge,
} from './attachment-limits.ts';
import { attachmentName } from './attachment-name.ts';
import { attachmentType } from './attachment-type.ts';
import { getTemplate } from './get-template.ts';
import type { SavedTemplate } from './saved-template.ts';
import { writeAttachments } from './write-attachments.ts';

export interface NewAttachment {
  /** The version that the editor had before them. */
  readonly version: number;
  /** As the file was called where it came from. */
  readonly filename: string;
  readonly content: Buffer;
  readonly createdBy: string | null;
}

export type AddedAttachment =
  | { readonly kind: 'added'; readonly template: SavedTemplate; readonly attachmentId: string }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'stale'; readonly current: SavedTemplate }
  | { readonly kind: 'unknown' };

/**
 * Attaches a file to a template that is still at `version`, which makes its next version. The file
 * is sealed; the same file under the same name is kept once for the organization.
 */
export async function addAttachment(
  tx: Tx,
  keys: OrganizationKeys,
  templateId: string,
  { version, filename: given, content, createdBy }: NewAttachment,
): Promise<AddedAttachment> {
  const { organizationId } = keys;
  const current = await getTemplate(tx, organizationId, templateId);
  if (current === null) return { kind: 'unknown' };
  if (current.version !== version) return { kind: 'stale', current };
  const named = attachmentName(given);
  if ('sentence' in named) return { kind: 'refused', ...named };
  const { filename } = named;
  const overfull = tooMuch(current, filename, content.length);
  if (overfull !== null) return { kind: 'refused', sentence: overfull };
  const type = attachmentType(filename, content);
  if ('sentence' in type) return { kind: 'refused', ...type };
  const sizes = [...current.attachments.map(({ size }) => size), content.length];
  const whole = tooLarge(await partsOf(tx, current, organizationId), sizes);
  if (whole !== null) return { kind: 'refused', sentence: whole.sentence };
  const id = await keep(tx, keys, { filename, content, createdBy, ...type });
  const before = current.attachments.map((one) => one.id);
  if (before.includes(id)) {
    return { kind: 'refused', sentence: `“${filename}” is attached already.` };
  }
  const written = await writeAttachments(tx, organizationId, current, [...before, id]);
  const template = await getTemplate(tx, organizationId, templateId);
  if (template === null) return { kind: 'unknown' };
  return written
    ? { kind: 'added', template, attachmentId: id }
    : { kind: 'stale', current: template };
}

/** Why this file is one too many, or too large, in a sentence. */
function tooMuch({ attachments }: SavedTemplate, filename: string, size: number): string | null {
  if (attachments.length >= MOST_ATTACHMENTS) {
    return `There are ${attachments.length} files attached already: expected at most ${MOST_ATTACHMENTS}.`;
  }
  if (size > MAX_ATTACHMENT_BYTES) {
    return `“${filename}” is ${sizeWords(size)} large: expected at most ${sizeWords(MAX_ATTACHMENT_BYTES)} a file.`;
  }
  const together = attachments.reduce((sum, one) => sum + one.size, size);
  if (together <= MAX_ATTACHED_BYTES) return null;
  return (
    `With “${filename}” the attachments would be ${sizeWords(together)} large together: expected at ` +
    `most ${sizeWords(MAX_ATTACHED_BYTES)}, so that the message stays under 10 MB when it is encoded.`
  );
}

async function partsOf(tx: Tx, { id, version }: SavedTemplate, organizationId: string) {
  return tx
    .selectFrom('template_versions')
    .select(['html', 'text'])
    .where('organization_id', '=', organizationId)
    .where('template_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
}

interface Kept {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  readonly createdBy: string | null;
}

/** Answers the id of the file: a new one, or the one that it was given when it came before. */
async function keep(
  tx: Tx,
  keys: OrganizationKeys,
  { filename, contentType, content, createdBy }: Kept,
): Promise<string> {
  const { organizationId } = keys;
  const sha256 = createHash('sha256').update(content).digest();
  const known = await tx
    .selectFrom('template_attachments')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('sha256', '=', sha256)
    .where('filename', '=', filename)
    .executeTakeFirst();
  if (known) return known.id;
  const id = v7();
  const made = await tx
    .insertInto('template_attachments')
    .values({
      organization_id: organizationId,
      id,
      sha256,
      filename,
      content_type: contentType,
      size: content.length,
      content_sealed: keys.seal(content, attachmentContext(id)),
      created_by: createdBy,
    })
    // somebody else may just have kept the same
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'sha256', 'filename'])
        .doUpdateSet({ content_type: contentType }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}
