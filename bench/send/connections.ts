import { RECIPIENTS } from './limits.ts';
import type { Place } from './place.ts';
import { run } from './run.ts';

/** A run's size, so that it takes some seconds at the speed to be expected. */
const MESSAGES = [
  { messages: 1, count: 3_000 },
  { messages: 5, count: 8_000 },
  { messages: 20, count: 10_000 },
  { messages: 100, count: 10_000 },
];
const FAR = 50;

/** A row of the table. */
export type Case = {
  readonly 'messages on a connection': number;
  readonly 'connections a sender': number;
  readonly 'ms away': number;
  readonly perSecond: number;
};

/** A TLS connection costs as much as two messages or three: how many are sent on each matters. */
export async function byConnection(place: Place): Promise<Case[]> {
  const cases: Case[] = [];
  for (const { messages, count } of MESSAGES) {
    cases.push(await measure(place, { connections: 50, messages, delay: 0, count }));
  }
  return cases;
}

/** Far away, connections are what bounds the speed: each waits for its answers most of the time. */
export async function byDistance(place: Place): Promise<Case[]> {
  const near = { messages: 100, delay: FAR };
  return [
    await measure(place, { ...near, connections: 50, count: 5_000 }),
    await measure(place, { ...near, connections: 400, count: 15_000 }),
  ];
}

interface Asked {
  readonly connections: number;
  readonly messages: number;
  readonly delay: number;
  readonly count: number;
}

async function measure(place: Place, asked: Asked): Promise<Case> {
  const { connections, messages, delay } = asked;
  const count = Math.min(asked.count, RECIPIENTS);
  const senders = place.senders({ connections, messagesPerConnection: messages });
  try {
    await run(place, senders, Math.min(1_000, count));
    place.sink.setDelay(delay);
    const { perSecond } = await run(place, senders, count);
    return {
      'messages on a connection': messages,
      'connections a sender': connections,
      'ms away': delay,
      perSecond,
    };
  } finally {
    place.sink.setDelay(0);
    await Promise.all(senders.map((sender) => sender.stop()));
  }
}
