import type { Tx } from '../database/index.ts';
import { getTemplate } from './get-template.ts';
import type { SavedTemplate } from './saved-template.ts';
import { writeAttachments } from './write-attachments.ts';

export type RemovedAttachment =
  | { readonly kind: 'removed'; readonly template: SavedTemplate }
  | { readonly kind: 'stale'; readonly current: SavedTemplate }
  /** The template, or the file on it. */
  | { readonly kind: 'unknown'; readonly what: 'template' | 'attachment' };

/**
 * Takes a file off a template that is still at `version`, which makes its next version. The file
 * itself stays: earlier versions have it, and what was sent can be shown again.
 */
export async function removeAttachment(
  tx: Tx,
  organizationId: string,
  { id, version }: { readonly id: string; readonly version: number },
  attachmentId: string,
): Promise<RemovedAttachment> {
  const current = await getTemplate(tx, organizationId, id);
  if (current === null) return { kind: 'unknown', what: 'template' };
  if (current.version !== version) return { kind: 'stale', current };
  const left = current.attachments.filter((one) => one.id !== attachmentId);
  if (left.length === current.attachments.length) return { kind: 'unknown', what: 'attachment' };
  const written = await writeAttachments(
    tx,
    organizationId,
    current,
    left.map((one) => one.id),
  );
  const template = await getTemplate(tx, organizationId, id);
  if (template === null) return { kind: 'unknown', what: 'template' };
  return written ? { kind: 'removed', template } : { kind: 'stale', current: template };
}
