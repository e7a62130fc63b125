import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { KeyStoreUnavailable } from '../keys/index.ts';
import type { CampaignRef } from './batches.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { dispatchCampaign } from './dispatch-campaign.ts';
import { finishCampaigns } from './finish-campaigns.ts';
import { hold, holdForKeys } from './hold.ts';
import { type OpenSender, openSender } from './open-sender.ts';
import { persist } from './persist.ts';
import { reapBatches } from './reap-batches.ts';
import { sweepCancelled } from './sweep-cancelled.ts';
import { isPassing } from './while-away.ts';

const POLL_BUSY = 200;
const POLL_IDLE = 500;
const REAP_EVERY = 5_000;
const TIDY_EVERY = 1_000;
/**
 * Claims of one stream that one process works on at the same time, so that a slow mail server holds
 * up nobody; two of one campaign, so that its connections have work while one claim ends.
 */
const AT_ONCE = 8;
const OF_ONE_CAMPAIGN = 2;

type Due = CampaignRef & { readonly stream: string };

/**
 * Sends what is due, of all organizations, until the signal: then what is on its way ends, the rest
 * stays in the queue, and it resolves. A database that goes away is waited for. Any number of
 * processes may run it, on any number of machines.
 */
export async function runDispatcher(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  const open = await persist({ deps, signal }, () => openSender(deps, signal));

  const active = new Map<Promise<void>, Due>();
  let reaped = Number.NEGATIVE_INFINITY;
  let tidied = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    let pause = POLL_IDLE;
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
      const { due, running } = await dueCampaigns(deps);
      if (running) pause = POLL_BUSY;
      for (const campaign of due) {
        while (hasRoom(active, campaign)) {
          const task: Promise<void> = attempt(open, campaign).finally(() => active.delete(task));
          active.set(task, campaign);
        }
      }
    } catch (error) {
      deps.log.warn({ error }, 'Sending waits for the database.');
    }
    await Promise.race([rest(pause, signal), ...active.keys()]);
  }
  await Promise.all(active.keys());
  await open.close();
}

/** One round, for tests and set-up: takes back, sends one claim of each campaign, ends what is over. */
export async function dispatchOnce(deps: DeliveryDeps): Promise<number> {
  const open = await openSender(deps, new AbortController().signal);
  try {
    await reapBatches(deps.database);
    const { due } = await dueCampaigns(deps);
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

/** Marketing never takes the place of transactional mail. */
function hasRoom(active: ReadonlyMap<unknown, Due>, { id, stream }: Due): boolean {
  const all = [...active.values()];
  if (all.filter((one) => one.stream === stream).length >= AT_ONCE) return false;
  return all.filter((one) => one.id === id).length < OF_ONE_CAMPAIGN;
}

async function attempt({ sender }: OpenSender, campaign: CampaignRef): Promise<void> {
  const { organizationId, id: campaignId } = campaign;
  const { deps, signal } = sender;
  try {
    // others have what is due, or it is held now: no need to ask again at once
    if ((await dispatchCampaign(sender, campaign)) === 0) await rest(POLL_BUSY, signal);
  } catch (error) {
    deps.log.error({ organizationId, campaignId, error }, 'A claim ended early.');
    if (error instanceof KeyStoreUnavailable) {
      await holdForKeys(sender, campaign).catch(() => {});
    } else if (!isPassing(error)) {
      await hold(sender, campaign, UNPREPARED).catch(() => {});
    }
    await rest(POLL_IDLE, signal);
  }
}

const UNPREPARED =
  'Nothing is sent for now: preparing the messages failed, and the log of the server says why.';

const rest = (milliseconds: number, signal: AbortSignal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => {});

/** Campaigns with something to send now, transactional ones first; and whether any runs at all. */
async function dueCampaigns({
  database,
}: DeliveryDeps): Promise<{ readonly due: readonly Due[]; readonly running: boolean }> {
  const rows = await database
    .selectFrom('campaigns')
    .select(['organization_id as organizationId', 'id', 'stream'])
    .select(
      sql<boolean>`(held_until is null or held_until <= now()) and exists (
        select from send_batches batch
        where batch.organization_id = campaigns.organization_id
          and batch.campaign_id = campaigns.id
          and batch.state = 'waiting' and batch.owner is null and batch.due_at <= now())`.as('due'),
    )
    .where('state', '=', 'running')
    .orderBy(sql`stream = 'transactional'`, 'desc')
    .orderBy('launched_at')
    .execute();
  const due = rows.filter((row) => row.due).map(({ due: _, ...campaign }) => campaign);
  return { due, running: rows.length > 0 };
}
