import type { TemplateProblem, TemplateSource } from '@postern/core/templates';
import { sql } from 'kysely';
import { loadDefinitions } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import { tooLarge } from './attachment-limits.ts';
import { compileSource } from './compile-source.ts';
import { getTemplate } from './get-template.ts';
import type { SavedTemplate } from './saved-template.ts';
import { writeVersion } from './write-version.ts';

export interface TemplateChange extends TemplateSource {
  readonly name: string;
  /** The version that the editor had before them. */
  readonly version: number;
}

export type UpdatedTemplate =
  | { readonly kind: 'updated'; readonly template: SavedTemplate }
  | { readonly kind: 'refused'; readonly problems: readonly TemplateProblem[] }
  /** Somebody else saved meanwhile; `current` is what they made of it. */
  | { readonly kind: 'stale'; readonly current: SavedTemplate }
  | { readonly kind: 'unknown' };

/**
 * Saves the next version of a template that is still at `version`, with the files that are attached
 * to it; otherwise nothing changes.
 */
export async function updateTemplate(
  tx: Tx,
  organizationId: string,
  id: string,
  { name, version, ...source }: TemplateChange,
): Promise<UpdatedTemplate> {
  const compiled = await compileSource(source, await loadDefinitions(tx, organizationId));
  if (compiled.parts === null) return { kind: 'refused', problems: compiled.problems };
  const before = await getTemplate(tx, organizationId, id);
  if (before === null) return { kind: 'unknown' };
  if (before.version !== version) return { kind: 'stale', current: before };
  const sizes = before.attachments.map(({ size }) => size);
  const large = tooLarge(compiled.parts, sizes);
  if (large !== null) return { kind: 'refused', problems: [large] };
  const next = version + 1;
  const { numUpdatedRows } = await tx
    .updateTable('templates')
    .set({ name: name.trim(), version: next, updated_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  const changed = numUpdatedRows === 1n;
  if (changed) {
    const { parts, classified } = compiled;
    const ids = before.attachments.map((one) => one.id);
    const at = { id, version: next };
    await writeVersion(tx, organizationId, at, source, parts, classified, ids);
  }
  const current = await getTemplate(tx, organizationId, id);
  if (current === null) return { kind: 'unknown' };
  return changed ? { kind: 'updated', template: current } : { kind: 'stale', current };
}
