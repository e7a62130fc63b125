import { secondsHeld } from '@postern/core/delivery';
import type { CampaignRef } from './batches.ts';
import { holdCampaign, releaseHold } from './campaign-hold.ts';
import { JOURNAL_BROKEN } from './journal.ts';
import { persist } from './persist.ts';
import type { Sender } from './sender.ts';

/** Nothing more of the campaign leaves for a while, and its page says why. */
export async function hold(sender: Sender, campaign: CampaignRef, sentence: string): Promise<void> {
  const { deps, failures } = sender;
  const ours = sentence === JOURNAL_BROKEN;
  // a mail server is asked less and less often, our own disk is not
  const failure = ours ? 1 : (failures.get(campaign.id) ?? 0) + 1;
  failures.set(campaign.id, failure);
  const seconds = secondsHeld(failure, deps.holdSeconds);
  deps.log.warn(
    { organizationId: campaign.organizationId, campaignId: campaign.id, count: failure },
    ours
      ? 'The journal of this server cannot be written, as when its disk is full; the campaign is held.'
      : 'The mail server of a campaign cannot be used; the campaign is held.',
  );
  await persist(sender, () => holdCampaign(deps.database, campaign, sentence, seconds));
}

/** The mail server answered: the hold of an earlier failure is over. */
export function answered(sender: Sender, campaign: CampaignRef): void {
  if (sender.failures.get(campaign.id) === 0) return;
  sender.failures.set(campaign.id, 0);
  persist(sender, () => releaseHold(sender.deps.database, campaign)).catch(() => {});
}

const KEYLESS =
  'Nothing is sent for now: the key store does not answer, so that nothing of anybody can be opened. The campaign goes on by itself when it does.';

/** The keys are away: the campaign waits as long, and asks again soon. */
export async function holdForKeys(sender: Sender, campaign: CampaignRef): Promise<void> {
  const { deps, failures } = sender;
  // so that the next answer of the mail server takes the hold away
  failures.set(campaign.id, 1);
  const seconds = secondsHeld(1, deps.holdSeconds);
  await persist(sender, () => holdCampaign(deps.database, campaign, KEYLESS, seconds));
}
