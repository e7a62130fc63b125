import type { Database, Tx } from '../database/index.ts';
import { findCampaign } from './campaign-row.ts';
import { loadParts } from './parts.ts';

/** The addresses that the links of the message led to, by their number; empty without a template. */
export async function campaignLinks(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<readonly string[]> {
  const row = await findCampaign(db, organizationId, id);
  if (row === null) return [];
  return (await loadParts(db, organizationId, [row])).templateOf(row)?.links ?? [];
}
