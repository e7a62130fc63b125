import { performance } from 'node:perf_hooks';
import { type CampaignRef, claimBatches, closeBatches, recipientsOf } from './batches.ts';
import { leaseOf } from './delivery-deps.ts';
import { hold } from './hold.ts';
import { loadDispatch } from './load-dispatch.ts';
import { persist } from './persist.ts';
import { Round } from './round.ts';
import type { Sender } from './sender.ts';
import { wayOut } from './way-out.ts';

/** Recipients that are claimed at once. */
const CLAIM = 500;

/**
 * Claims batches of a campaign and sees them through: decide, hand over, send, record. Answers how
 * many recipients were claimed; 0 also where nothing of the campaign can leave. Whatever ends it early
 * (a signal, a pause, a mail server that cannot be used, a database that went away), what was not
 * handed over stays in the queue.
 */
export async function dispatchCampaign(sender: Sender, campaign: CampaignRef): Promise<number> {
  const { deps, owner, leases } = sender;
  const lease = leaseOf(deps);
  const began = performance.now();
  const batches = await claimBatches(deps.database, campaign, owner, CLAIM, lease);
  if (batches.length === 0) return 0;
  leases.claimed(batches, began + lease * 1000);
  try {
    // not before the claim: of several processes that find the same message due, one loads all this
    const [recipients, dispatch] = await Promise.all([
      recipientsOf(deps.database, campaign, batches),
      loadDispatch(deps, campaign, sender.loadTemplate),
    ]);
    if (dispatch === null) return 0;
    const way = wayOut(deps, dispatch);
    if (typeof way === 'string') {
      await hold(sender, campaign, way);
      return 0;
    }
    const round = new Round(sender, dispatch, way);
    try {
      await round.see(recipients);
    } finally {
      await round.end();
    }
    return recipients.length;
  } finally {
    await persist(sender, () => closeBatches(deps.database, campaign, owner, batches));
    leases.ended(batches);
  }
}
