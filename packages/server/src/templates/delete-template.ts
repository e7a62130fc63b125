import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { getTemplate } from './get-template.ts';
import type { SavedTemplate } from './saved-template.ts';

export type DeletedTemplate =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'stale'; readonly current: SavedTemplate }
  | { readonly kind: 'unknown' };

/**
 * Deletes a template that is still at `version` (null: whatever its version). Its versions stay:
 * campaigns that were launched go on with theirs, and what was sent can be shown again.
 */
export async function deleteTemplate(
  db: Database | Tx,
  organizationId: string,
  id: string,
  version: number | null,
): Promise<DeletedTemplate> {
  const result = await db
    .updateTable('templates')
    .set({ deleted_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .$if(version !== null, (query) => query.where('version', '=', version))
    .executeTakeFirst();
  if (result.numUpdatedRows === 1n) return { kind: 'deleted' };
  const current = await getTemplate(db, organizationId, id);
  return current ? { kind: 'stale', current } : { kind: 'unknown' };
}
