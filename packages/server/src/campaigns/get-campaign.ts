import type { Database, Tx } from '../database/index.ts';
import { findCampaign } from './campaign-row.ts';
import { type Campaign, viewCampaign } from './campaign-view.ts';

/** The campaign with its state sums; null when the organization has none of this id. */
export async function getCampaign(
  db: Database | Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<Campaign | null> {
  const row = await findCampaign(db, organizationId, id);
  return row && viewCampaign(db, organizationId, row, now);
}
