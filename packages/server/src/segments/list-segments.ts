import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { type SavedSegment, savedSegment } from './saved-segment.ts';

/** All segments of an organization by name, without regard to case; deleted ones left out. */
export async function listSegments(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly SavedSegment[]> {
  const rows = await db
    .selectFrom('segments')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('deleted_at', 'is', null)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
  return rows.map(savedSegment);
}
