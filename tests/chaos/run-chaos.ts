import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WAITING } from '@postern/core/delivery';
import { addPeople, type Person } from '../support/people.ts';
import { type SendingWorld, sendingWorld } from '../support/sending-world.ts';
import { readLedger } from '../support/sink/ledger.ts';
import { type SinkProcess, spawnSink } from '../support/sink/spawn-sink.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { judge, type Verdict } from './judge.ts';
import type { ChaosOptions } from './options.ts';
import { isKill } from './plan.ts';
import { makeTrouble, type Scene } from './trouble.ts';

/** Of each sender. */
const CONNECTIONS = 10;
const LEASE_SECONDS = 3;
/** How long the rest may take when the last trouble is over. */
const PATIENCE = 15 * 60_000;
const TOLD_EVERY = 20_000;
/** Milliseconds before each answer: as usual, and while the mail is ahead of the plan. */
const DELAY = 3;
const SLOWED_DELAY = 150;

export interface ChaosResult extends Verdict {
  readonly kills: number;
  /** What may be in doubt, or come twice: see `allowance`. */
  readonly allowed: number;
  readonly inClear: number;
  readonly seconds: number;
}

/** Sends to so many while the plan goes wrong, waits until all is settled, and judges. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const directory = temporaryDirectory('postern-chaos-');
  const world = await sendingWorld(options.url);
  const ledger = join(directory, 'ledger');
  const sink = await spawnSink({ ledger, faults: options.faults, delay: DELAY });
  let fleet: Fleet | null = null;
  try {
    await world.relayTo(sink);
    const people = await addPeople(world, options.recipients);
    const ids = people.map(({ id }) => id);
    const campaign = await world.launch(ids, { stream: options.stream });
    fleet = startFleet(
      options.journalDisks.map((disk, place) => {
        const journalDirectory = join(disk?.directory ?? directory, `journal${place}`);
        mkdirSync(journalDirectory, { recursive: true });
        const { url, keyFile } = world;
        const limits = { connections: CONNECTIONS, messagesPerConnection: 100 };
        const knobs = { leaseSeconds: LEASE_SECONDS, holdSeconds: 1, retrySeconds: 1 };
        return { url, keyFile, journalDirectory, limits, ...knobs };
      }),
    );
    const scene: Scene = { ...options, world, sink, fleet, campaign, others: [] };
    const began = Date.now();
    await carryOut(scene);
    await untilSettled(scene);
    await fleet.end();
    const seconds = Math.round((Date.now() - began) / 1000);
    const verdict = judge(await booksOf(scene, people), readLedger(ledger));
    const { inClear } = sink.counters();
    const kills = options.plan.filter(({ trouble }) => isKill(trouble)).length;
    return { ...verdict, kills, allowed: allowance(fleet, sink), inClear, seconds };
  } finally {
    await fleet?.abandon();
    await sink.close();
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** One step after the other, each when its time has come; meanwhile the mail must not run ahead. */
async function carryOut(scene: Scene): Promise<void> {
  const { plan, sink, recipients, report, signal } = scene;
  let next = 0;
  const pacing = setInterval(() => {
    const due = (plan[next]?.at ?? 1) * recipients;
    sink.setDelay(sink.counters().taken > due ? SLOWED_DELAY : DELAY);
  }, 20);
  try {
    for (const { at, trouble, luck } of plan) {
      while (sink.counters().taken < at * recipients) {
        signal?.throwIfAborted();
        await sleep(10);
      }
      next += 1;
      if (sink.counters().taken >= recipients) {
        throw new Error(`The mail was through before the plan was at "${trouble}".`);
      }
      report(`${sink.counters().taken} taken: ${trouble}`);
      await makeTrouble(scene, trouble, luck);
    }
  } finally {
    clearInterval(pacing);
    sink.setDelay(DELAY);
  }
}

async function untilSettled({ world, campaign, others, sink, ...scene }: Scene): Promise<void> {
  const began = Date.now();
  const all = [campaign, ...others.map((other) => other.campaign)];
  for (let told = began; ; await sleep(250)) {
    scene.signal?.throwIfAborted();
    const waiting = await waitingIn(world, all);
    if (waiting === 0) break;
    if (Date.now() - told > TOLD_EVERY) {
      told = Date.now();
      const campaigns = await Promise.all(all.map((one) => world.campaign(one)));
      const standing = campaigns.map((one) => `${one.state}, ${one.held_reason ?? 'not held'}`);
      scene.report(`${waiting} still wait (${standing.join('; ')})`);
    }
    // the judge will count them as missing
    if (Date.now() - began > PATIENCE) break;
  }
  scene.report(`${sink.counters().taken} taken: the end`);
}

async function waitingIn(world: SendingWorld, campaigns: readonly string[]): Promise<number> {
  const { count } = await world.database
    .selectFrom('sends')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('organization_id', '=', world.organizationId)
    .where('campaign_id', 'in', campaigns)
    .where('state', 'in', WAITING)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function booksOf({ world, campaign, others }: Scene, people: readonly Person[]) {
  const campaigns = [{ campaign, people }, ...others];
  const books = await Promise.all(
    campaigns.map(async (one) => {
      const rows = await world.database
        .selectFrom('sends')
        .select(['contact_id', 'state'])
        .where('organization_id', '=', world.organizationId)
        .where('campaign_id', '=', one.campaign)
        .execute();
      const states = new Map(rows.map(({ contact_id, state }) => [contact_id, state]));
      return one.people.map(({ id, email }) => ({
        contactId: id,
        email,
        state: states.get(id) ?? null,
      }));
    }),
  );
  return books.flat();
}

/**
 * At most one message for each connection that was open when its sender was killed or stopped past
 * its lease, and one for each time that the sink dropped a connection instead of its 250.
 */
function allowance(fleet: Fleet, sink: SinkProcess): number {
  const { cutTaken, cutLost } = sink.counters();
  return CONNECTIONS * (fleet.killed + fleet.stopped) + cutTaken + cutLost;
}
