import type { SegmentTree } from '@postern/core/segments';
import type { Selectable } from 'kysely';
import type { Tables } from '../database/index.ts';

/** A segment as it was saved: its tree was checked then, against the definitions of that time. */
export interface SavedSegment {
  readonly id: string;
  /** Counted by organization; what it is called where its name would tell too much. */
  readonly number: number;
  readonly name: string;
  readonly tree: SegmentTree;
  /** Counts the changes; what a change must name to be made. */
  readonly version: number;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function savedSegment(row: Selectable<Tables['segments']>): SavedSegment {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    tree: row.tree as SegmentTree,
    version: row.version,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
