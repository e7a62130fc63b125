import { usedSegments } from '@postern/core/segments';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { holdSegments } from './hold-segments.ts';
import { listSegments } from './list-segments.ts';
import type { SavedSegment } from './saved-segment.ts';

export type DeletedSegment =
  | { readonly kind: 'deleted' }
  /** Other segments name it: without it they would find nobody. */
  | { readonly kind: 'in-use'; readonly by: readonly SavedSegment[] }
  | { readonly kind: 'stale'; readonly current: SavedSegment }
  | { readonly kind: 'unknown' };

/**
 * Deletes a segment that is still at `version` (null: whatever its version) and that no other names.
 * Campaigns that were launched keep the tree they were launched with.
 */
export async function deleteSegment(
  tx: Tx,
  organizationId: string,
  id: string,
  version: number | null,
): Promise<DeletedSegment> {
  await holdSegments(tx, organizationId);
  const all = await listSegments(tx, organizationId);
  const current = all.find((segment) => segment.id === id);
  if (!current) return { kind: 'unknown' };
  if (version !== null && current.version !== version) return { kind: 'stale', current };
  const by = all.filter(({ tree }) => usedSegments(tree).includes(id));
  if (by.length > 0) return { kind: 'in-use', by };
  await tx
    .updateTable('segments')
    .set({ deleted_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
  return { kind: 'deleted' };
}
