import { type CampaignVerb, step } from '@postern/core/campaigns';
import type { Tx } from '../database/index.ts';
import { type CampaignRow, lockCampaign } from './campaign-row.ts';
import { type Campaign, viewCampaign } from './campaign-view.ts';
import { enterState } from './enter-state.ts';

export type Moved =
  | { readonly kind: 'moved'; readonly campaign: Campaign }
  /** It was so already: nothing was done now. */
  | { readonly kind: 'already'; readonly campaign: Campaign }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'unknown' };

/** Takes a step in a launched campaign's life; `then` does what comes with it. */
export async function moveCampaign(
  tx: Tx,
  organizationId: string,
  id: string,
  verb: Exclude<CampaignVerb, 'launch'>,
  now: Date,
  then: (campaign: CampaignRow) => Promise<unknown> = async () => {},
): Promise<Moved> {
  const campaign = await lockCampaign(tx, organizationId, id);
  if (campaign === null) return { kind: 'unknown' };
  const next = step(campaign.state, verb);
  if (next.kind === 'refused') return next;
  if (next.kind === 'already') {
    return { kind: 'already', campaign: await viewCampaign(tx, organizationId, campaign, now) };
  }
  const moved = await enterState(tx, campaign, next.to, now);
  await then(moved);
  return { kind: 'moved', campaign: await viewCampaign(tx, organizationId, moved, now) };
}
