import type { CampaignState } from '@postern/core/campaigns';
import type { Updateable } from 'kysely';
import type { Tables, Tx } from '../database/index.ts';
import { type CampaignRow, campaignRow } from './campaign-row.ts';

/** The one place that writes a campaign's state. Who calls it holds the campaign's row. */
export async function enterState(
  tx: Tx,
  campaign: CampaignRow,
  state: CampaignState,
  now: Date,
  also: Updateable<Tables['campaigns']> = {},
): Promise<CampaignRow> {
  const ended = state === 'done' || state === 'cancelled';
  const row = await tx
    .updateTable('campaigns')
    .set({
      ...also,
      state,
      version: campaign.version + 1,
      updated_at: now,
      // what held it back is no longer so, or is found out again at the next attempt
      held_reason: null,
      held_until: null,
      ...(ended && { finished_at: now }),
    })
    .where('organization_id', '=', campaign.organization_id)
    .where('id', '=', campaign.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return campaignRow(row);
}
