import { validate } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import { campaignRow } from './campaign-row.ts';
import { type Campaign, viewCampaigns } from './campaign-view.ts';

export interface CampaignsPage {
  readonly kind: 'page';
  readonly campaigns: readonly Campaign[];
  /** Where the next page begins; null on the last. */
  readonly nextCursor: string | null;
}

/** Campaigns, newest first. `cursor` is the `nextCursor` of the page before, null at first. */
export async function listCampaigns(
  db: Database | Tx,
  organizationId: string,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
  now: Date,
): Promise<CampaignsPage | { readonly kind: 'bad-cursor' }> {
  if (cursor !== null && !validate(cursor)) return { kind: 'bad-cursor' };
  const rows = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .$if(cursor !== null, (query) => query.where('id', '<', cursor))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit).map(campaignRow);
  return {
    kind: 'page',
    campaigns: await viewCampaigns(db, organizationId, page, now),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
