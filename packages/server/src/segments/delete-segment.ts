import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { getSegment } from './get-segment.ts';
import type { SavedSegment } from './saved-segment.ts';

export type DeletedSegment =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'stale'; readonly current: SavedSegment }
  | { readonly kind: 'unknown' };

/**
 * Deletes a segment that is still at `version` (null: whatever its version). Campaigns that were
 * launched keep the tree they were launched with.
 */
export async function deleteSegment(
  db: Database | Tx,
  organizationId: string,
  id: string,
  version: number | null,
): Promise<DeletedSegment> {
  const result = await db
    .updateTable('segments')
    .set({ deleted_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .$if(version !== null, (query) => query.where('version', '=', version))
    .executeTakeFirst();
  if (result.numUpdatedRows === 1n) return { kind: 'deleted' };
  const current = await getSegment(db, organizationId, id);
  return current ? { kind: 'stale', current } : { kind: 'unknown' };
}
