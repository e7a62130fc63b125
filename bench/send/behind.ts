import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../consent/quantile.ts';
import type { Place } from './place.ts';

const APART_MS = 500;

/** Transactional messages that came while marketing was queued; milliseconds to their acceptance. */
export interface Behind {
  readonly messages: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Sends one person a transactional message, again and again until the signal comes; each is timed from
 * before its launch to when the server's acceptance is recorded.
 */
export async function behind(place: Place, signal: AbortSignal): Promise<Behind> {
  const { world, letter } = place;
  const people = (await place.people(1)).map(({ id }) => id);
  const options = { stream: 'transactional', templateId: letter.templateId } as const;
  const times: number[] = [];
  while (!signal.aborted) {
    const began = Date.now();
    const campaign = await world.launch(people, options);
    times.push((await acceptedAt(place, campaign)).getTime() - began);
    await sleep(APART_MS);
  }
  return { messages: times.length, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

async function acceptedAt({ world }: Place, campaign: string): Promise<Date> {
  for (;;) {
    const sent = await world.database
      .selectFrom('sends')
      .select(['state', 'settled_at'])
      .where('organization_id', '=', world.organizationId)
      .where('campaign_id', '=', campaign)
      .executeTakeFirst();
    if (sent?.settled_at && sent.state !== 'accepted') throw new Error(`It was ${sent.state}.`);
    if (sent?.settled_at) return sent.settled_at;
    await sleep(10);
  }
}
