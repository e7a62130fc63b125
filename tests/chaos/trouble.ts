import { setTimeout as sleep } from 'node:timers/promises';
import {
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../../packages/server/src/campaigns/index.ts';
import { inTransaction, type Tx } from '../../packages/server/src/database/index.ts';
import { addPeople, type Person } from '../support/people.ts';
import { type SendingWorld, until } from '../support/sending-world.ts';
import type { SinkProcess } from '../support/sink/spawn-sink.ts';
import type { Fleet } from './fleet.ts';
import type { ChaosOptions } from './options.ts';
import type { Step, Trouble } from './plan.ts';
import { untilItIsFull, untilItWrites } from './postgres.ts';

/** Everything that there is, while it goes wrong. */
export interface Scene extends ChaosOptions {
  readonly world: SendingWorld;
  readonly sink: SinkProcess;
  readonly fleet: Fleet;
  readonly campaign: string;
  /** Launched beside it, to be cancelled. */
  readonly others: { readonly campaign: string; readonly people: readonly Person[] }[];
}

const CANCELLED_PEOPLE = 1_000;
/** A campaign of which nothing goes out is cancelled all the same. */
const NO_LONGER = 20_000;
const PAST_THE_LEASE = 4_500;

/** Does one thing of the plan, and answers when it is over; not when its consequences are. */
export async function makeTrouble(
  scene: Scene,
  trouble: Trouble,
  luck: Step['luck'],
): Promise<void> {
  const { fleet, sink, world } = scene;
  const all = fleet.pids().map((_, place) => place);
  const one = [Math.floor(luck * fleet.size)];
  // sometimes within the lease, sometimes past it
  const pause = Math.floor(luck * 997) % 5_000;
  switch (trouble) {
    case 'kill one':
    case 'kill all':
      await sleep(luck * 200);
      return fleet.replace(trouble === 'kill all' ? all : one, pause);
    case 'kill one at the taking':
    case 'kill all at the taking': {
      const places = trouble === 'kill all at the taking' ? all : one;
      const count = sink.counters().taken + 20 + Math.floor(luck * 50);
      await sink.killAt(
        count,
        fleet.pids().filter((_, place) => places.includes(place)),
      );
      return fleet.replace(places, pause);
    }
    case 'kill one and set the clock back':
      return fleet.replace(one, pause, { clockBack: { after: 1 + luck, by: 3_600 } });
    case 'stop one past its lease':
      return fleet.freeze(one[0] ?? 0, PAST_THE_LEASE);
    case 'kill PostgreSQL':
      await scene.postgres?.kill();
      return untilItWrites(world.database);
    case 'fill the disk of PostgreSQL':
      return fillPostgres(scene);
    case 'fill the disks of the journals':
      return fillJournals(scene);
    case 'pause and resume':
      await persist(world, (tx) =>
        pauseCampaign(tx, world.organizationId, scene.campaign, new Date()),
      );
      await sleep(1_000 + luck * 1_000);
      return persist(world, (tx) =>
        resumeCampaign(tx, world.organizationId, scene.campaign, new Date()),
      );
    case 'cancel a campaign':
      return cancelAnother(scene);
    case 'cancel a campaign and kill all':
      await cancelAnother(scene);
      return fleet.replace(all, pause);
  }
}

async function fillPostgres({ postgresDisk, world, report }: Scene): Promise<void> {
  if (postgresDisk === null) return;
  await postgresDisk.fill();
  try {
    const full = await untilItIsFull(world.database, 30);
    if (!full) report('  the disk is full, but PostgreSQL could go on for half a minute');
    await sleep(3_000);
  } finally {
    await postgresDisk.release();
  }
  await untilItWrites(world.database);
}

async function fillJournals({ journalDisks }: Scene): Promise<void> {
  const disks = journalDisks.filter((disk) => disk !== null);
  await Promise.all(disks.map((disk) => disk.fill()));
  await sleep(3_000);
  await Promise.all(disks.map((disk) => disk.release()));
}

/** Another campaign, cancelled when some of it is through and the rest is queued or on its way. */
async function cancelAnother({ world, others, stream }: Scene): Promise<void> {
  const people = await addPeople(world, CANCELLED_PEOPLE, { name: `other${others.length}-` });
  const campaign = await world.launch(
    people.map(({ id }) => id),
    { stream },
  );
  others.push({ campaign, people });
  const end = Date.now() + NO_LONGER;
  await until(
    async () => Date.now() > end || ((await world.counts(campaign))['accepted'] ?? 0) > 0,
  );
  await persist(world, (tx) => cancelCampaign(tx, world.organizationId, campaign, new Date()));
}

/** As a person would who presses the button again. */
async function persist(world: SendingWorld, act: (tx: Tx) => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await inTransaction(world.database, act);
      return;
    } catch {
      await sleep(200);
    }
  }
}
