import type { Database, Tx } from '../database/index.ts';
import { campaignRow, findCampaign } from './campaign-row.ts';
import { type Campaign, viewCampaign } from './campaign-view.ts';
import { type CampaignDraft, draftColumns } from './create-campaign.ts';

export type UpdatedCampaign =
  | { readonly kind: 'updated'; readonly campaign: Campaign }
  /** Somebody else changed it meanwhile; `current` is what they made of it. */
  | { readonly kind: 'stale'; readonly current: Campaign }
  /** It was launched: what was decided upon is not changed afterwards. */
  | { readonly kind: 'launched'; readonly current: Campaign }
  | { readonly kind: 'unknown' };

/** Changes a draft that is still at `version`; otherwise nothing changes. */
export async function updateCampaign(
  db: Database | Tx,
  organizationId: string,
  id: string,
  change: CampaignDraft & { readonly version: number },
  now: Date,
): Promise<UpdatedCampaign> {
  const before = await findCampaign(db, organizationId, id);
  if (before === null) return { kind: 'unknown' };
  const row = await db
    .updateTable('campaigns')
    .set({ ...draftColumns(change), version: change.version + 1, updated_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', change.version)
    .where('state', '=', 'draft')
    .returningAll()
    .executeTakeFirst();
  if (row) {
    const campaign = await viewCampaign(db, organizationId, campaignRow(row), now);
    return { kind: 'updated', campaign };
  }
  const current = (await findCampaign(db, organizationId, id)) ?? before;
  const kind = current.state === 'draft' ? 'stale' : 'launched';
  return { kind, current: await viewCampaign(db, organizationId, current, now) };
}
