import { fractionAt, isSuspended, limitsFor, type Receiver, rateOf } from '@postern/core/shaping';
import { sql } from 'kysely';
import type { Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import { Cells, type Paced } from './cells.ts';
import { type WindowAsked, windowsOf } from './due-window.ts';
import { loadWorld, NOTHING, warmUpKey } from './load-world.ts';
import type { Asked, Pace, Shaper } from './pace.ts';
import { Passes } from './passes.ts';
import { Troubles } from './troubles.ts';
import { addToDay } from './warm-ups.ts';

export interface ShaperDeps {
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => Date;
  /** Milliseconds by a clock that never goes back. */
  readonly monotonic: () => number;
  /** How many processes send now, this one too: they share every limit. */
  readonly liveSenders: () => number;
}

export interface OpenShaper extends Shaper {
  /** Reads the table, paces, plans and holds anew: every second or so. */
  refresh(): Promise<void>;
  /** Writes what was learnt and counted, and takes more of the days' allowances: as often. */
  flush(): Promise<void>;
  /** Until when nothing of this kind goes to the site; null: it may now, as far as holds go. */
  waitUntil(asked: Asked): Date | null;
  /** Null: it may go now. Else when the recipient's window opens. */
  dueWindow(asked: WindowAsked): Date | null;
  /** Gives back what it took and did not use. */
  close(): Promise<void>;
}

/** A person may release a site, or change a plan, in the meantime: no wait is longer. */
const LONGEST_WAIT = 60_000;
/** What is not known yet is being read. */
const UNREAD = 50;

/** Knows what is in the database now; the caller refreshes and flushes it from time to time. */
export async function openShaper(deps: ShaperDeps): Promise<OpenShaper> {
  const { database, log, now, monotonic } = deps;
  const cells = new Cells();
  const passes = new Passes();
  const troubles = new Troubles();
  const windowOf = windowsOf();
  const strangers = new Set<string>();
  const receivers = new Map<string, Receiver>();
  const sent = new Map<string, { organizationId: string; site: string; messages: number }>();
  let world = NOTHING;

  // one at a time: what is read must not be older than what was written before
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };

  const read = async () => {
    world = await loadWorld(database, strangers, now());
    receivers.clear();
    troubles.follow(world.held, now().getTime());
    for (const { count, ...day } of passes.follow(world)) {
      if (count !== 0) await addToDay(database, day, count);
    }
  };
  const refresh = () => inTurn(read);

  let hurried = false;
  /** Reads what was asked for and is not known, without waiting for the next round. */
  const hurry = () => {
    if (hurried) return;
    hurried = true;
    void inTurn(async () => {
      hurried = false;
      await read();
      await passes.fill(database);
    }).catch((error: unknown) => log.warn({ error }, 'The paces could not be read; mail waits.'));
  };

  const share = () => Math.max(1, deps.liveSenders());
  const receiverOf = (site: string): Receiver => {
    const known = receivers.get(site);
    if (known) return known;
    const receiver = limitsFor(site, [], world.table);
    receivers.set(site, receiver);
    return receiver;
  };

  const warmUpsOf = ({ organizationId, sendingDomain, localAddress }: Asked) =>
    (localAddress === undefined ? [sendingDomain] : [sendingDomain, localAddress])
      .map((subject) => warmUpKey(organizationId, subject))
      .filter((key) => world.warmUps.has(key));

  const pacedBy = (asked: Asked): readonly Paced[] => {
    const { site, organizationId, campaignId, stream } = asked;
    const processes = share();
    const receiver = receiverOf(site);
    // a receiver's rate is that of all its sites together; nobody knows what the rest have in common
    const place = receiver.suffix === '*' ? site : receiver.suffix;
    const at = now().getTime();
    const fractions = troubles
      .holdsOn(site, organizationId, stream)
      .map((hold) => fractionAt(hold, at));
    const rate = rateOf((receiver.perSecond * Math.min(1, ...fractions)) / processes);
    if (stream === 'transactional') {
      return [
        { key: `urgent ${place}`, rate },
        { key: `site ${place}`, rate, counted: true },
      ];
    }
    const paced: Paced[] = [{ key: `site ${place}`, rate }];
    const own = world.organizations.get(organizationId)?.perSecond;
    if (own) paced.push({ key: `organization ${organizationId}`, rate: rateOf(own / processes) });
    const campaign = world.campaigns.get(campaignId)?.perSecond;
    if (campaign) paced.push({ key: `campaign ${campaignId}`, rate: rateOf(campaign / processes) });
    return paced;
  };

  const waitUntil = ({ site, organizationId, stream }: Asked): Date | null => {
    const at = now().getTime();
    const ends = troubles
      .holdsOn(site, organizationId, stream)
      .filter((hold) => isSuspended(hold, at))
      .map((hold) => hold.suspendedUntil ?? at);
    return ends.length === 0 ? null : new Date(Math.max(...ends));
  };

  const isKnown = (campaignId: string) => {
    if (world.campaigns.has(campaignId)) return true;
    strangers.add(campaignId);
    hurry();
    return false;
  };

  const wait = (milliseconds: number): Pace => ({
    kind: 'wait',
    milliseconds: Math.max(1, Math.min(LONGEST_WAIT, Math.ceil(milliseconds))),
  });

  const shaper: OpenShaper = {
    limits(site) {
      const receiver = receiverOf(site);
      const fraction = fractionAt(troubles.everythingOn(site), now().getTime());
      const { messagesPerConnection, tlsRequired } = receiver;
      return {
        connections: Math.max(1, Math.ceil((receiver.connections * fraction) / share())),
        messagesPerConnection,
        perSecond: (receiver.perSecond * fraction) / share(),
        ...(tlsRequired && { tlsRequired }),
      };
    },

    take(asked) {
      const { site, organizationId, stream } = asked;
      const until = waitUntil(asked);
      if (until !== null) return wait(until.getTime() - now().getTime());
      if (stream === 'marketing' && !isKnown(asked.campaignId)) return wait(UNREAD);
      const warmUps = warmUpsOf(asked);
      if (stream === 'marketing') {
        const standing = passes.standing(warmUps);
        if (standing === 'spent') return wait(LONGEST_WAIT);
        if (standing === 'asking') {
          hurry();
          return wait(UNREAD);
        }
      }
      const milliseconds = cells.take(pacedBy(asked), monotonic());
      if (milliseconds > 0) return wait(milliseconds);
      passes.use(warmUps, stream, 1);
      count(sent, organizationId, site, 1);
      return { kind: 'go' };
    },

    giveBack(asked) {
      cells.giveBack(pacedBy(asked));
      passes.use(warmUpsOf(asked), asked.stream, -1);
      count(sent, asked.organizationId, asked.site, -1);
    },

    heard(site, heard) {
      troubles.heard(site, heard, share(), now().getTime());
    },

    waitUntil,

    dueWindow(asked) {
      if (asked.stream === 'transactional') return null;
      const at = now().getTime();
      if (!isKnown(asked.campaignId)) return new Date(at + 1000);
      const organization = world.organizations.get(asked.organizationId);
      const window = world.campaigns.get(asked.campaignId)?.window ?? organization?.window ?? null;
      if (window === null) return null;
      return windowOf(window, organization?.timeZone ?? 'UTC', asked, at);
    },

    refresh,

    flush: () =>
      inTurn(async () => {
        await troubles.write(database, now());
        await writeSent(database, sent, now());
        await passes.settle(database);
        cells.sweep(monotonic());
      }),

    close: () => inTurn(() => passes.close(database)),
  };
  await refresh();
  return shaper;
}

type Sent = Map<string, { organizationId: string; site: string; messages: number }>;

function count(sent: Sent, organizationId: string, site: string, by: 1 | -1): void {
  const key = `${organizationId} ${site}`;
  const entry = sent.get(key);
  if (entry) entry.messages += by;
  else sent.set(key, { organizationId, site, messages: by });
}

async function writeSent(database: Database, sent: Sent, at: Date): Promise<void> {
  // in one order, so that two processes wait for each other and never lock
  const sorted = [...sent]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, entry]) => entry)
    .filter(({ messages }) => messages > 0);
  sent.clear();
  for (let from = 0; from < sorted.length; from += 500) {
    await database
      .insertInto('sites_seen')
      .values(
        sorted.slice(from, from + 500).map(({ organizationId, site, messages }) => ({
          ...{ organization_id: organizationId, site },
          ...{ messages, last_at: at },
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['organization_id', 'site']).doUpdateSet({
          messages: sql<number>`sites_seen.messages + excluded.messages`,
          last_at: sql<Date>`greatest(sites_seen.last_at, excluded.last_at)`,
        }),
      )
      .execute();
  }
}
