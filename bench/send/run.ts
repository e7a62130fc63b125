import { setTimeout as sleep } from 'node:timers/promises';
import { WAITING } from '@postern/core/delivery';
import { sql } from 'kysely';
import type { Sender } from '../../tests/support/sender/spawn-sender.ts';
import type { Place } from './place.ts';

export interface Run {
  readonly perSecond: number;
  /** Microseconds of CPU for each message, of all senders together and of the sink. */
  readonly senderMicroseconds: number;
  readonly sinkMicroseconds: number;
  /** When the sink had each hundred thousand, in seconds after the first. */
  readonly hundredThousands: readonly number[];
}

/**
 * Sends the letter to the first `count` people and waits until every outcome is recorded. The clock
 * runs from the first MAIL that the sink hears to the last outcome in the database: how long an idle
 * sender waits before it looks for work is no matter of speed.
 */
export async function run(place: Place, senders: readonly Sender[], count: number): Promise<Run> {
  const { world, sink, letter } = place;
  const people = await place.people(count);
  await sink.reset();
  const before = { sink: sink.cpu(), senders: cpuOf(senders) };
  const ids = people.map(({ id }) => id);
  const campaign = await world.launch(ids, { templateId: letter.templateId });
  const hundredThousands: number[] = [];
  while (sink.counters().taken < count) {
    await sleep(20);
    if (!senders.every((sender) => sender.alive())) throw new Error('A sender ended by itself.');
    const { taken, firstAt } = sink.counters();
    if (Math.floor(taken / 100_000) > hundredThousands.length) {
      hundredThousands.push((Date.now() - firstAt) / 1000);
    }
  }
  while (await isWaited(place, campaign)) await sleep(10);
  const seconds = (Date.now() - sink.counters().firstAt) / 1000;
  await sleep(150);
  const each = (milliseconds: number) => Math.round((milliseconds * 1000) / count);
  const { [`accepted`]: accepted = 0 } = await statesOf(place, campaign);
  if (accepted !== count) {
    throw new Error(`${count} were sent and ${accepted} are recorded as accepted.`);
  }
  return {
    perSecond: Math.round(count / seconds),
    senderMicroseconds: each(cpuOf(senders) - before.senders),
    sinkMicroseconds: each(sink.cpu() - before.sink),
    hundredThousands,
  };
}

const cpuOf = (senders: readonly Sender[]) =>
  senders.reduce((sum, sender) => sum + sender.cpu(), 0);

/** Whether anybody has no outcome yet. */
async function isWaited({ world }: Place, campaign: string): Promise<boolean> {
  const one = await world.database
    .selectFrom('sends')
    .select('state')
    .where('organization_id', '=', world.organizationId)
    .where('campaign_id', '=', campaign)
    .where('state', 'in', WAITING)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

async function statesOf({ world }: Place, campaign: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*) as count from sends
    where organization_id = ${world.organizationId} and campaign_id = ${campaign}
    group by state`.execute(world.database);
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}
