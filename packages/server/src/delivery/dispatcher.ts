import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { templateVersions } from '../templates/index.ts';
import type { CampaignRef } from './claim-sends.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { dispatchCampaign, hold, type Worker } from './dispatch-campaign.ts';
import { finishCampaigns } from './finish-campaigns.ts';
import { reapSends } from './reap-sends.ts';
import { transports } from './transports.ts';
import { isPassing } from './while-away.ts';

const POLL_BUSY = 250;
const POLL_IDLE = 1_000;
const REAP_EVERY = 5_000;
/** Campaigns that one process sends at the same time, so that a slow mail server holds up nobody. */
const AT_ONCE = 8;

/**
 * Sends what is due, of all organizations, until the signal: then the groups that are on their way
 * end, the rest goes back to the queue, and it resolves. A database that goes away is waited for.
 * Any number of processes may run it.
 */
export async function runDispatcher(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  const { worker, close } = makeWorker(deps, signal);
  const active = new Map<string, Promise<void>>();
  let reaped = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    let pause = POLL_IDLE;
    try {
      if (performance.now() - reaped > REAP_EVERY) {
        await reapSends(deps.database);
        reaped = performance.now();
      }
      await finishCampaigns(deps, deps.now());
      const { due, running } = await dueCampaigns(deps);
      if (running) pause = POLL_BUSY;
      for (const campaign of due) {
        if (active.has(campaign.id) || active.size >= AT_ONCE) continue;
        const task = attempt(worker, campaign).finally(() => active.delete(campaign.id));
        active.set(campaign.id, task);
      }
    } catch (error) {
      deps.log.warn({ error }, 'Sending waits for the database.');
    }
    await Promise.race([rest(pause, signal), ...(active.size > 0 ? active.values() : [])]);
  }
  await Promise.all(active.values());
  await close();
}

/** One round, for tests and set-up: takes back, sends one batch of each campaign, ends what is over. */
export async function dispatchOnce(deps: DeliveryDeps): Promise<number> {
  const { worker, close } = makeWorker(deps, new AbortController().signal);
  try {
    await reapSends(deps.database);
    const { due } = await dueCampaigns(deps);
    const counts = await Promise.all(due.map((campaign) => dispatchCampaign(worker, campaign)));
    await finishCampaigns(deps, deps.now());
    return counts.reduce((sum, count) => sum + count, 0);
  } finally {
    await close();
  }
}

function makeWorker(deps: DeliveryDeps, signal: AbortSignal) {
  const { transportOf, close } = transports(deps);
  const loadTemplate = templateVersions();
  const worker: Worker = {
    deps,
    owner: v4(),
    loadTemplate,
    transportOf,
    failures: new Map(),
    signal,
  };
  return { worker, close };
}

async function attempt(worker: Worker, campaign: CampaignRef): Promise<void> {
  const { organizationId, id: campaignId } = campaign;
  try {
    // others have what is due, or it is held now: no need to ask again at once
    if ((await dispatchCampaign(worker, campaign)) === 0) await rest(POLL_BUSY, worker.signal);
  } catch (error) {
    worker.deps.log.error({ organizationId, campaignId, error }, 'A batch ended early.');
    if (!isPassing(error)) await hold(worker, campaign, UNPREPARED).catch(() => {});
    await rest(POLL_IDLE, worker.signal);
  }
}

const UNPREPARED =
  'Nothing is sent for now: preparing the messages failed, and the log of the server says why.';

const rest = (milliseconds: number, signal: AbortSignal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => {});

/** Campaigns with something to send now, transactional ones first; and whether any runs at all. */
async function dueCampaigns({
  database,
}: DeliveryDeps): Promise<{ readonly due: readonly CampaignRef[]; readonly running: boolean }> {
  const rows = await database
    .selectFrom('campaigns')
    .select(['organization_id as organizationId', 'id'])
    .select(
      sql<boolean>`(held_until is null or held_until <= now()) and exists (
        select from sends
        where sends.organization_id = campaigns.organization_id
          and sends.campaign_id = campaigns.id
          and sends.state in ('queued', 'deferred')
          and sends.due_at <= now())`.as('due'),
    )
    .where('state', '=', 'running')
    .orderBy(sql`stream = 'transactional'`, 'desc')
    .orderBy('launched_at')
    .execute();
  const due = rows.filter((row) => row.due).map(({ due: _, ...campaign }) => campaign);
  return { due, running: rows.length > 0 };
}
