import { checkTree, type TreeProblem } from '@postern/core/segments';
import { sql } from 'kysely';
import { loadDefinitions } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import { getSegment } from './get-segment.ts';
import { holdSegments } from './hold-segments.ts';
import { loadKnown } from './load-known.ts';
import { type SavedSegment, savedSegment } from './saved-segment.ts';

export interface SegmentChange {
  readonly name: string;
  readonly tree: unknown;
  /** The version that the editor had before them. */
  readonly version: number;
}

export type UpdatedSegment =
  | { readonly kind: 'updated'; readonly segment: SavedSegment }
  | { readonly kind: 'refused'; readonly problems: readonly TreeProblem[] }
  /** Somebody else changed it meanwhile; `current` is what they made of it. */
  | { readonly kind: 'stale'; readonly current: SavedSegment }
  | { readonly kind: 'unknown' };

/** Changes a segment that is still at `version`; otherwise nothing changes. */
export async function updateSegment(
  tx: Tx,
  organizationId: string,
  id: string,
  { name, tree, version }: SegmentChange,
): Promise<UpdatedSegment> {
  await holdSegments(tx, organizationId);
  const definitions = await loadDefinitions(tx, organizationId);
  const known = await loadKnown(tx, organizationId, [tree]);
  const checked = checkTree(tree, definitions, known, { id, name: name.trim() });
  if (checked.problems) return { kind: 'refused', problems: checked.problems };
  const row = await tx
    .updateTable('segments')
    .set({
      name: name.trim(),
      tree: JSON.stringify(checked.tree),
      version: version + 1,
      updated_at: sql<Date>`now()`,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (row) return { kind: 'updated', segment: savedSegment(row) };
  const current = await getSegment(tx, organizationId, id);
  return current ? { kind: 'stale', current } : { kind: 'unknown' };
}
