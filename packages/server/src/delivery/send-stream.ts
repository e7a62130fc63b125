import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamName } from '@postern/core/domains';
import { isPassing } from '../database/index.ts';
import { KeyStoreUnavailable } from '../keys/index.ts';
import { hurry } from '../smtp/index.ts';
import type { CampaignRef } from './batches.ts';
import { dispatchCampaign } from './dispatch-campaign.ts';
import { dueCampaigns } from './due-campaigns.ts';
import { hold, holdForKeys } from './hold.ts';
import type { Sender } from './sender.ts';

/**
 * How often each is looked at, in milliseconds: somebody waits for what is transactional. An idle
 * process pays 0.6 ms of CPU for each look.
 */
const LOOK = { transactional: 100, marketing: 200 } as const;
const AFTER_FAILURE = 500;
/**
 * Claims that one process works on at the same time, so that a slow mail server holds up nobody; two
 * of one campaign, so that its connections have work while one claim ends.
 */
const AT_ONCE = 8;
const OF_ONE_CAMPAIGN = 2;

/** Sends what is due of a stream until the signal, and lets what it has begun end. */
export async function sendStream(sender: Sender, stream: StreamName): Promise<void> {
  const { deps, signal } = sender;
  const active = new Map<Promise<void>, string>();
  const hasRoom = (id: string) =>
    active.size < AT_ONCE &&
    [...active.values()].filter((one) => one === id).length < OF_ONE_CAMPAIGN;
  while (!signal.aborted) {
    try {
      // one more claim of each at a time: the next look finds what is left for a second
      for (const campaign of await dueCampaigns(deps.database, stream)) {
        if (!hasRoom(campaign.id)) continue;
        const task: Promise<void> = attempt(sender, campaign, stream).finally(() =>
          active.delete(task),
        );
        active.set(task, campaign.id);
      }
    } catch (error) {
      deps.log.warn({ error }, 'Sending waits for the database.');
    }
    await Promise.race([rest(LOOK[stream], signal), ...active.keys()]);
  }
  await Promise.all(active.keys());
}

async function attempt(sender: Sender, campaign: CampaignRef, stream: StreamName): Promise<void> {
  const { organizationId, id: campaignId } = campaign;
  const { deps, signal } = sender;
  const unhurried = stream === 'transactional' ? hurry() : () => {};
  try {
    const claimed = await dispatchCampaign(sender, campaign).finally(unhurried);
    // others have what is due, or it is held now: no need to ask again at once
    if (claimed === 0) await rest(LOOK[stream], signal);
  } catch (error) {
    deps.log.error({ organizationId, campaignId, error }, 'A claim ended early.');
    if (error instanceof KeyStoreUnavailable) {
      await holdForKeys(sender, campaign).catch(() => {});
    } else if (!isPassing(error)) {
      await hold(sender, campaign, UNPREPARED).catch(() => {});
    }
    await rest(AFTER_FAILURE, signal);
  }
}

const UNPREPARED =
  'Nothing is sent for now: preparing the messages failed, and the log of the server says why.';

const rest = (milliseconds: number, signal: AbortSignal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => {});
