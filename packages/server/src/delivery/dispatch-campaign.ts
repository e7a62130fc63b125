import { performance } from 'node:perf_hooks';
import { secondsHeld } from '@postern/core/delivery';
import type { LoadTemplateVersion } from '../templates/index.ts';
import { holdCampaign, releaseHold } from './campaign-hold.ts';
import { type CampaignRef, type Claim, claimSends, renewLeases } from './claim-sends.ts';
import { type DeliveryDeps, leaseOf } from './delivery-deps.ts';
import { handOver } from './hand-over.ts';
import { type Dispatch, loadDispatch } from './load-dispatch.ts';
import { prepareMessages } from './prepare-messages.ts';
import { type Settlement, settleSends } from './settle-sends.ts';
import { settlementOf } from './settlement-of.ts';
import type { Outcome, Transport } from './transport.ts';
import { whileAway } from './while-away.ts';

const BATCH = 200;
/** What is handed over at once, and so what a crash leaves uncertain at most. */
const GROUP = 10;

const LAST_PATIENCE = 20_000;

export interface Worker {
  readonly deps: DeliveryDeps;
  /** Who holds the claims: new for each process. */
  readonly owner: string;
  readonly loadTemplate: LoadTemplateVersion;
  /** Null when no mail can leave now; the sentence says why. */
  transportOf(dispatch: Dispatch): Transport | string;
  /** How often in a row the campaign's mail server could not be used. */
  readonly failures: Map<string, number>;
  readonly signal: AbortSignal;
}

/**
 * Claims one batch of a campaign and sees it through, group by group: decide, render and sign, hand
 * over, record. The next group is prepared while one is on its way. Answers how many were claimed.
 * Whatever ends it early (a signal, a pause, a mail server that cannot be used, a database that went
 * away), what was not handed over goes back to the queue.
 */
export async function dispatchCampaign(worker: Worker, campaign: CampaignRef): Promise<number> {
  const { deps, owner, signal } = worker;
  const dispatch = await loadDispatch(deps, campaign, worker.loadTemplate);
  if (dispatch === null) return 0;
  const transport = worker.transportOf(dispatch);
  if (typeof transport === 'string') {
    await hold(worker, campaign, transport);
    return 0;
  }
  const lease = leaseOf(deps);
  const claims = await claimSends(deps.database, campaign, owner, BATCH, lease);
  if (claims.length === 0) return 0;
  const renewal = setInterval(
    () => {
      renewLeases(deps.database, campaign, owner, lease).catch(() => {});
    },
    (lease * 1000) / 3,
  );
  const left = [...claims];
  const batch: Batch = { dispatch, transport, turn: makeTurn(), stopped: false };
  const work = async () => {
    while (!batch.stopped && !signal.aborted && left.length > 0) {
      const group = left.splice(0, GROUP);
      try {
        await dispatchGroup(worker, batch, group);
      } catch (error) {
        batch.stopped = true;
        left.push(...group);
        throw error;
      }
    }
  };
  try {
    const lanes = await Promise.allSettled([work(), work()]);
    const failed = lanes.find((lane) => lane.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    await settle(worker, campaign, left.map(backToTheQueue));
    clearInterval(renewal);
  }
  return claims.length;
}

const backToTheQueue = (claim: Claim): Settlement => ({ claim, state: 'queued' });

interface Batch {
  readonly dispatch: Dispatch;
  readonly transport: Transport;
  /** One group is on its way at a time. */
  readonly turn: Turn;
  /** True when no more of it should leave. */
  stopped: boolean;
}

async function dispatchGroup(worker: Worker, batch: Batch, group: readonly Claim[]): Promise<void> {
  const { deps, owner, signal } = worker;
  const { campaign, stream } = batch.dispatch;
  const { messages, settled } = await prepareMessages(deps, batch.dispatch, group);
  const ended = await batch.turn(async () => {
    if (batch.stopped || signal.aborted) return messages.map(({ claim }) => backToTheQueue(claim));
    const lease = leaseOf(deps);
    const began = performance.now();
    const ours = await handOver(deps.database, campaign, owner, messages, lease);
    // paused, cancelled, or no longer ours: the next batch will tell
    if (ours.size === 0 && messages.length > 0) batch.stopped = true;
    // a process that was stopped and continued must not send what others have by now
    const inTime = () => performance.now() - began < lease * 1000;
    return Promise.all(
      messages.map(async (prepared) => {
        if (!ours.has(prepared.claim.contactId)) return backToTheQueue(prepared.claim);
        const outcome: Outcome = inTime()
          ? await batch.transport.send(prepared.message)
          : { kind: 'unsent' };
        if (outcome.kind === 'unavailable') batch.stopped = true;
        return { prepared, outcome };
      }),
    );
  });
  const settlements = ended.map((one) =>
    'outcome' in one ? settlementOf(one.prepared, one.outcome, stream) : one,
  );
  await settle(worker, campaign, [...settled, ...settlements]);
  const outcomes = ended.flatMap((one) => ('outcome' in one ? [one.outcome] : []));
  await weigh(worker, campaign, outcomes);
}

/** Holds the campaign when its mail server could not be used, and lifts the hold when it answers. */
async function weigh(
  worker: Worker,
  campaign: CampaignRef,
  outcomes: readonly Outcome[],
): Promise<void> {
  const unavailable = outcomes.find((outcome) => outcome.kind === 'unavailable');
  if (unavailable !== undefined) return hold(worker, campaign, unavailable.sentence);
  const answered = outcomes.some((outcome) => 'code' in outcome);
  if (answered && worker.failures.get(campaign.id) !== 0) {
    await persist(worker, () => releaseHold(worker.deps.database, campaign));
    worker.failures.set(campaign.id, 0);
  }
}

/** Nothing more of the campaign leaves for a while, and its page says why. */
export async function hold(worker: Worker, campaign: CampaignRef, sentence: string): Promise<void> {
  const { deps, failures } = worker;
  const failure = (failures.get(campaign.id) ?? 0) + 1;
  failures.set(campaign.id, failure);
  const seconds = secondsHeld(failure, deps.holdSeconds);
  deps.log.warn(
    { organizationId: campaign.organizationId, campaignId: campaign.id, count: failure },
    'The mail server of a campaign cannot be used; the campaign is held.',
  );
  await persist(worker, () => holdCampaign(deps.database, campaign, sentence, seconds));
}

async function settle(
  worker: Worker,
  campaign: CampaignRef,
  settlements: readonly Settlement[],
): Promise<void> {
  const { deps, owner } = worker;
  await persist(worker, () => settleSends(deps.database, campaign, owner, settlements));
}

/**
 * Outcomes are recorded however long the database is away; nothing more is handed over meanwhile.
 * Only a worker that was told to end gives up after a while: its leases run out.
 */
function persist<T>({ deps, signal }: Worker, work: () => Promise<T>): Promise<T> {
  let since: number | null = null;
  const giveUp = () => {
    if (!signal.aborted) return false;
    since ??= performance.now();
    return performance.now() - since > LAST_PATIENCE;
  };
  const report = (error: unknown) =>
    deps.log.warn({ error }, 'The database is away; outcomes are kept until it is back.');
  return whileAway(work, report, giveUp);
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** One at a time, in the order of asking. */
function makeTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
