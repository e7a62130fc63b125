import { secondsHeld } from '@postern/core/delivery';
import type { CampaignRef } from './batches.ts';
import { holdCampaign, releaseHold } from './campaign-hold.ts';
import { persist } from './persist.ts';
import type { Sender } from './sender.ts';

/** Nothing more of the campaign leaves for a while, and its page says why. */
export async function hold(sender: Sender, campaign: CampaignRef, sentence: string): Promise<void> {
  const { deps, failures } = sender;
  const failure = (failures.get(campaign.id) ?? 0) + 1;
  failures.set(campaign.id, failure);
  const seconds = secondsHeld(failure, deps.holdSeconds);
  deps.log.warn(
    { organizationId: campaign.organizationId, campaignId: campaign.id, count: failure },
    'The mail server of a campaign cannot be used; the campaign is held.',
  );
  await persist(sender, () => holdCampaign(deps.database, campaign, sentence, seconds));
}

/** The mail server answered: the hold of an earlier failure is over. */
export async function answered(sender: Sender, campaign: CampaignRef): Promise<void> {
  if (sender.failures.get(campaign.id) === 0) return;
  sender.failures.set(campaign.id, 0);
  await persist(sender, () => releaseHold(sender.deps.database, campaign));
}
