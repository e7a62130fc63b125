import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryDeps } from './delivery-deps.ts';
import { dispatchCampaign } from './dispatch-campaign.ts';
import { dueCampaigns } from './due-campaigns.ts';
import { finishCampaigns } from './finish-campaigns.ts';
import { type OpenSender, openSender } from './open-sender.ts';
import { persist } from './persist.ts';
import { reapBatches } from './reap-batches.ts';
import { sendStream } from './send-stream.ts';
import { sweepCancelled } from './sweep-cancelled.ts';

const FINISH_EVERY = 200;
const REAP_EVERY = 5_000;
const TIDY_EVERY = 1_000;

/**
 * Sends what is due, of all organizations, until the signal: then what is on its way ends, the rest
 * stays in the queue, and it resolves. A database that goes away is waited for. Any number of
 * processes may run it, on any number of machines.
 *
 * Each stream is sent by itself, and neither waits for the upkeep: to add up the books of a million
 * takes seconds, and a result that somebody waits for leaves meanwhile.
 */
export async function runDispatcher(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  const open = await persist({ deps, signal }, () => openSender(deps, signal));
  await Promise.all([
    sendStream(open.sender, 'transactional'),
    sendStream(open.sender, 'marketing'),
    keepUp(open),
  ]);
  await open.close();
}

/** Leases and limits; what others left behind; campaigns in which nobody waits any more. */
async function keepUp(open: OpenSender): Promise<void> {
  const { deps, signal } = open.sender;
  let reaped = Number.NEGATIVE_INFINITY;
  let tidied = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      if (performance.now() - tidied > TIDY_EVERY) {
        await open.tidy();
        tidied = performance.now();
      }
      if (performance.now() - reaped > REAP_EVERY) {
        await reapBatches(deps.database);
        await sweepCancelled(deps.database);
        reaped = performance.now();
      }
      await finishCampaigns(deps, deps.now());
    } catch (error) {
      deps.log.warn({ error }, 'The upkeep of sending waits for the database.');
    }
    await sleep(FINISH_EVERY, undefined, { signal }).catch(() => {});
  }
}

/** One round, for tests and set-up: takes back, sends one claim of each campaign, ends what is over. */
export async function dispatchOnce(deps: DeliveryDeps): Promise<number> {
  const open = await openSender(deps, new AbortController().signal);
  try {
    await reapBatches(deps.database);
    const due = [
      ...(await dueCampaigns(deps.database, 'transactional')),
      ...(await dueCampaigns(deps.database, 'marketing')),
    ];
    const counts = await Promise.all(
      due.map((campaign) => dispatchCampaign(open.sender, campaign)),
    );
    await sweepCancelled(deps.database);
    await finishCampaigns(deps, deps.now());
    return counts.reduce((sum, count) => sum + count, 0);
  } finally {
    await open.close();
  }
}
