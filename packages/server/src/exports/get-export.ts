import type { SegmentTree } from '@postern/core/segments';
import { BUCKETS, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

export const noteContext = (exportId: string) => `exports.note:${exportId}`;

export interface Export {
  readonly id: string;
  readonly segmentId: string;
  /** What the segment asked when the file was asked for, other segments put in. */
  readonly tree: SegmentTree;
  readonly attributes: readonly string[];
  readonly purpose: string;
  readonly note: string;
  readonly state: 'running' | 'done' | 'failed' | 'expired' | 'deleted';
  /** How much of the organization was gone through, 0 to 1. */
  readonly share: number;
  readonly rows: number;
  readonly bytes: number;
  readonly chunks: number;
  readonly problem: string | null;
  readonly createdBy: string;
  /** Who asked; null: an application, or somebody who is no longer on file. */
  readonly createdByName: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date | null;
}

/** One export; null when the organization has none of this id. */
export async function getExport(
  db: Database | Tx,
  keys: OrganizationKeys,
  exportId: string,
  now: Date,
): Promise<Export | null> {
  const row = await rows(db, keys).where('exports.id', '=', exportId).executeTakeFirst();
  return row ? exportOf(row, keys, now) : null;
}

/** The newest 200, of one segment where it is named. */
export async function listExports(
  db: Database | Tx,
  keys: OrganizationKeys,
  segmentId: string | null,
  now: Date,
): Promise<readonly Export[]> {
  const found = await rows(db, keys)
    .$if(segmentId !== null, (query) => query.where('exports.segment_id', '=', segmentId ?? ''))
    .orderBy('exports.id', 'desc')
    .limit(200)
    .execute();
  return found.map((row) => exportOf(row, keys, now));
}

const rows = (db: Database | Tx, { organizationId }: OrganizationKeys) =>
  db
    .selectFrom('exports')
    .leftJoin('users', 'users.id', 'exports.created_by')
    .selectAll('exports')
    .select('users.name as created_by_name')
    .where('exports.organization_id', '=', organizationId);

type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>;

function exportOf(row: Row, keys: OrganizationKeys, now: Date): Export {
  // its time is over at the second, not when somebody comes to clear it away
  const over = row.state === 'done' && row.expires_at !== null && row.expires_at <= now;
  return {
    id: row.id,
    segmentId: row.segment_id,
    tree: row.tree as SegmentTree,
    attributes: row.attributes,
    purpose: row.purpose,
    note: row.note_sealed ? keys.open(row.note_sealed, noteContext(row.id)).toString('utf8') : '',
    state: over ? 'expired' : row.state,
    share: row.state === 'running' ? row.buckets_done / BUCKETS : 1,
    rows: row.rows,
    bytes: Number(row.bytes),
    chunks: row.chunks,
    problem: row.problem,
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    expiresAt: row.expires_at,
  };
}
