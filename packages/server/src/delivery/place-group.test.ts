import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { permitFor } from '../../../../tests/templates/support.ts';
import type { Pace } from '../shaping/index.ts';
import type { Permitted } from './decide-group.ts';
import { placeGroup } from './place-group.ts';

const BATCH = { bucket: 1, number: 0, fence: 1, from: '0', to: 'f' };
const stream = { stream: 'marketing', domain: 'mail.example.org', localAddress: null } as const;
const dispatch = {
  campaign: { organizationId: 'clinic', id: 'campaign' },
  organization: { id: 'clinic' },
  stopped: new Set<string>(),
  stream,
};
/** Each domain has a site of its own name. */
const way = {
  routeTo: (domain: string) => ({ kind: 'route', route: { site: domain, servers: [] } }) as const,
};

/** People by their numbers, each with an address in the domain. */
const people = (count: number, domain = 'example.org'): readonly Permitted[] =>
  Array.from({ length: count }, (_, i) => ({
    recipient: { batch: BATCH, contactId: `${i}`, deferrals: 0, insecure: 0 },
    permit: permitFor({}, `person${i}@${domain}`),
    consentEvents: 0,
    name: null,
    place: { state: null, zip: null },
  }));

/** A sender whose shaper answers as `take` says, by site. */
const senderWith = (take: (site: string) => Pace, signal = new AbortController().signal) => ({
  signal,
  deps: { now: () => new Date() },
  shaper: {
    take: ({ site }: { readonly site: string }) => take(site),
    limits: () => ({ connections: 1, messagesPerConnection: 100, perSecond: 10 }),
    dueWindow: () => null,
  },
  backlog: { behind: (_site: string, milliseconds: number) => milliseconds / 1000 },
  tlsFigures: { add() {} },
});

/** Lets one go, and the next when so many milliseconds have passed. */
function every(milliseconds: number): () => Pace {
  let next = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now < next) return { kind: 'wait', milliseconds: Math.ceil(next - now) };
    next = now + milliseconds;
    return { kind: 'go' };
  };
}
const GO: Pace = { kind: 'go' };
const numbers = (some: readonly { readonly recipient: { readonly contactId: string } }[]) =>
  some.map(({ recipient }) => recipient.contactId);

/** Places group by group until nobody is left, as a round does. */
async function allOf(take: (site: string) => Pace, everybody: readonly Permitted[]) {
  const groups: string[][] = [];
  const postponed: string[] = [];
  for (let rest = everybody; rest.length > 0; ) {
    const { placed, unplaced, left } = await placeGroup(senderWith(take), dispatch, way, rest);
    groups.push(numbers(placed.map(({ permitted }) => permitted)));
    postponed.push(...numbers(unplaced.map(({ permitted }) => permitted)));
    rest = left;
  }
  return { groups, postponed };
}

describe('a group', () => {
  it('that nothing paces is placed whole', async () => {
    const { groups } = await allOf(() => GO, people(64));
    expect(groups).toEqual([numbers(people(64))]);
  });

  it('becomes small groups at a slow pace: everybody once, in their order', async () => {
    const { groups, postponed } = await allOf(every(80), people(12));
    expect(groups.flat()).toEqual(numbers(people(12)));
    expect(postponed).toEqual([]);
    // one at once, and those whose turn comes within a quarter of a second
    expect(Math.max(...groups.map(({ length }) => length))).toBeLessThanOrEqual(4);
    expect(groups.every(({ length }) => length > 0)).toBe(true);
  });

  it('waits longer for its first than it lets the placed wait for a next', async () => {
    const { groups, postponed } = await allOf(every(400), people(3));
    expect(groups).toEqual([['0'], ['1'], ['2']]);
    expect(postponed).toEqual([]);
  });

  it('postpones who has no place for longer, and nobody waits behind them', async () => {
    const slow = people(2, 'slow.example.org');
    const [first, second, ...others] = people(6);
    if (!first || !second || !slow[0]) throw new Error('There are six.');
    const { placed, unplaced, left } = await placeGroup(
      senderWith((site) => (site === 'example.org' ? GO : { kind: 'wait', milliseconds: 9_000 })),
      dispatch,
      way,
      [first, slow[0], second, ...others],
    );
    expect(placed).toHaveLength(6);
    expect(unplaced).toMatchObject([{ end: { kind: 'postponed', seconds: 9 } }]);
    expect(left).toEqual([]);
  });

  it('is left as it is when we are to end, whatever it waits for', async () => {
    const stop = new AbortController();
    const sender = senderWith(() => {
      stop.abort();
      return { kind: 'wait', milliseconds: 400 };
    }, stop.signal);
    const answer = await placeGroup(sender, dispatch, way, people(5));
    expect(answer).toEqual({ placed: [], unplaced: [], left: people(5) });
  });

  it('does not sit out a wait when we are to end', async () => {
    const stop = new AbortController();
    let asked = () => {};
    const waits = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const sender = senderWith(() => {
      asked();
      return { kind: 'wait', milliseconds: 500 };
    }, stop.signal);
    const placing = placeGroup(sender, dispatch, way, people(2));
    await waits;
    stop.abort();
    const answer = await Promise.race([placing, someTurns()]);
    expect(answer).toMatchObject({ left: [{ name: null }, { name: null }] });
  });
});

/** Turns of the event loop, which take no time. */
async function someTurns(): Promise<'still waiting'> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return 'still waiting';
}
