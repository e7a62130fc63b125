import type { Database, Tx } from '../database/index.ts';
import { campaignRow } from './campaign-row.ts';
import { type Campaign, classOfCampaign } from './campaign-view.ts';
import { loadParts } from './parts.ts';

/** What these campaigns reveal of whoever they were for, by id: of segment and template the higher. */
export async function campaignClasses(
  db: Database | Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Campaign['class']>> {
  if (ids.length === 0) return new Map();
  const found = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  const rows = found.map(campaignRow);
  const parts = await loadParts(db, organizationId, rows);
  return new Map(rows.map((row) => [row.id, classOfCampaign(row, parts)]));
}
