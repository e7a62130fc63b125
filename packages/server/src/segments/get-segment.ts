import type { Database, Tx } from '../database/index.ts';
import { type SavedSegment, savedSegment } from './saved-segment.ts';

/** The segment; null when the organization has none of this id, or deleted it. */
export async function getSegment(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<SavedSegment | null> {
  const row = await db
    .selectFrom('segments')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row ? savedSegment(row) : null;
}
