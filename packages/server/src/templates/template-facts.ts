import type { TemplateField } from '@postern/core/templates';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** What a campaign needs to know of a version of a template, without its source. */
export interface TemplateFacts {
  readonly name: string;
  readonly version: number;
  readonly fields: readonly TemplateField[];
  /** The addresses that its links lead to, by their number. */
  readonly links: readonly string[];
}

/**
 * The versions asked for, in that order, in one query: one that is named, of deleted templates too;
 * or the newest (`version` null), of which a deleted template has none. Null where there is none.
 */
export async function templateFacts(
  db: Database | Tx,
  organizationId: string,
  wanted: readonly { readonly id: string | null; readonly version: number | null }[],
): Promise<readonly (TemplateFacts | null)[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<TemplateFacts & { place: number }>`
    select wanted.place, t.name, v.version, v.fields, v.links
    from unnest(
      ${sql.val(wanted.map(({ id }) => id))}::uuid[],
      ${sql.val(wanted.map(({ version }) => version))}::integer[]
    ) with ordinality as wanted (id, version, place)
    join templates t on t.organization_id = ${organizationId} and t.id = wanted.id
      and (t.deleted_at is null or wanted.version is not null)
    join template_versions v on v.organization_id = t.organization_id and v.template_id = t.id
      and v.version = coalesce(wanted.version, t.version)`.execute(db);
  const found = new Map(rows.map(({ place, ...facts }) => [place, facts]));
  return wanted.map((_, index) => found.get(index + 1) ?? null);
}
