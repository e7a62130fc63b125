import {
  type CompiledTemplate,
  compileTemplate,
  type TemplateField,
  type TemplateParts,
} from '@postern/core/templates';
import type { Database, Tx } from '../database/index.ts';

/** Parsed versions that are kept; one takes about as much memory as its source, ten times over. */
const KEPT = 64;

/**
 * Loads template versions for dispatch, deleted templates' too, and keeps the last ones parsed: a
 * version never changes. Null when there is no such version.
 */
export function templateVersions() {
  const kept = new Map<string, CompiledTemplate>();
  return async (
    db: Database | Tx,
    organizationId: string,
    id: string,
    version: number,
  ): Promise<CompiledTemplate | null> => {
    const name = `${organizationId}:${id}:${version}`;
    const known = kept.get(name);
    if (known) {
      // the newest use last, so that the first is the one to forget
      kept.delete(name);
      kept.set(name, known);
      return known;
    }
    const parts = await loadParts(db, organizationId, id, version);
    if (parts === null) return null;
    const compiled = compileTemplate(parts);
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '');
    kept.set(name, compiled);
    return compiled;
  };
}

export type LoadTemplateVersion = ReturnType<typeof templateVersions>;

async function loadParts(
  db: Database | Tx,
  organizationId: string,
  id: string,
  version: number,
): Promise<TemplateParts | null> {
  const row = await db
    .selectFrom('template_versions')
    .select(['subject', 'preheader', 'html', 'text', 'fields', 'links'])
    .where('organization_id', '=', organizationId)
    .where('template_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { fields, links, ...parts } = row;
  return {
    ...parts,
    fields: fields as readonly TemplateField[],
    links: links as readonly string[],
  };
}
