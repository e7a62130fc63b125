import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import {
  type SendingWorld,
  sendingWorld,
  silent,
} from '../../../../tests/support/sending-world.ts';
import { inTransaction } from '../database/index.ts';
import {
  type Asked,
  deleteReceiver,
  listReceivers,
  listSiteEvents,
  listSites,
  listWarmUps,
  type OpenShaper,
  openShaper,
  putPace,
  putReceiver,
  putWarmUp,
  releaseSite,
} from './index.ts';

const SITE = '(mx1|mx2).example.net';
const DOMAIN = 'mail.example.org';

let db: TestDatabase;
let world: SendingWorld;
let organizationId: string;
/** One clock for all, that a test moves. */
let clock = Date.parse('2026-11-20T15:00Z');
let processes = 1;
let open: OpenShaper[] = [];

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  ({ organizationId } = world);
});
beforeEach(async () => {
  clock = Date.parse('2026-11-20T15:00Z');
  processes = 1;
  for (const table of [
    'receivers',
    'site_states',
    'site_events',
    'sites_seen',
    'warm_ups',
    'warm_up_days',
  ]) {
    await db.pool.query(`delete from ${table}`);
  }
  await db.pool.query(
    `update organizations set per_second = null, send_window = null, time_zone = 'UTC'`,
  );
});
afterAll(async () => {
  await world.close();
  await db.drop();
});

async function shaper(): Promise<OpenShaper> {
  const made = await openShaper({
    database: world.database,
    log: silent,
    now: () => new Date(clock),
    monotonic: () => clock,
    liveSenders: () => processes,
  });
  open.push(made);
  return made;
}
async function closeAll(): Promise<void> {
  for (const one of open) await one.close();
  open = [];
}

async function campaign(pace: { perSecond?: number; window?: object } = {}): Promise<string> {
  const id = v7();
  await db.pool.query(
    `insert into campaigns (organization_id, id, name, state, interview, stream, per_second, send_window)
     values ($1, $2, 'A campaign', 'running', '{}', 'marketing', $3, $4)`,
    [organizationId, id, pace.perSecond ?? null, pace.window ? JSON.stringify(pace.window) : null],
  );
  return id;
}

const asked = (campaignId: string, over: Partial<Asked> = {}): Asked => ({
  site: SITE,
  organizationId,
  campaignId,
  stream: 'marketing',
  sendingDomain: DOMAIN,
  ...over,
});

/** How many go in so many seconds, asking every millisecond. */
function went(one: OpenShaper, what: Asked, seconds: number): number {
  let count = 0;
  for (const end = clock + seconds * 1000; clock < end; clock += 1) {
    if (one.take(what).kind === 'go') count += 1;
  }
  return count;
}

const SPAM = { code: 550, enhanced: '5.7.1', text: 'Refused as spam: <ana@example.com>' };

describe('a site’s pace', () => {
  it('is what it is known to like, divided among the processes that send', async () => {
    const one = await shaper();
    expect(one.limits(SITE)).toEqual({
      connections: 10,
      messagesPerConnection: 100,
      perSecond: 100,
    });
    expect(one.limits('aspmx.l.google.com')).toMatchObject({ tlsRequired: true });
    processes = 4;
    expect(one.limits(SITE)).toEqual({ connections: 3, messagesPerConnection: 100, perSecond: 25 });
    processes = 50;
    expect(one.limits(SITE)).toMatchObject({ connections: 1, perSecond: 2 });
    processes = 2;
    // 50 a second, and a burst of 5
    expect(went(one, asked(await known(one)), 10)).toBeLessThanOrEqual(505);
    await closeAll();
  });

  it('is what the operator wrote, once it is read', async () => {
    const one = await shaper();
    const mine = {
      suffix: 'example.net',
      label: 'Ours',
      connections: 2,
      messagesPerConnection: 7,
      perSecond: 3,
      tlsRequired: false,
    };
    const put = (version: number, over = {}) =>
      inTransaction(world.database, (tx) =>
        putReceiver(tx, organizationId, { ...mine, ...over }, version, new Date(clock)),
      );
    expect(await put(0)).toMatchObject({ kind: 'saved', receiver: { version: 1 } });
    expect(await put(0)).toMatchObject({ kind: 'stale', current: { version: 1 } });
    expect(await put(1, { connections: 4 })).toMatchObject({
      kind: 'saved',
      receiver: { version: 2 },
    });
    expect(await put(1)).toMatchObject({ kind: 'stale', current: { connections: 4 } });
    expect(await put(0, { suffix: 'no' })).toMatchObject({ kind: 'invalid' });
    await one.refresh();
    expect(one.limits(SITE)).toEqual({ connections: 4, messagesPerConnection: 7, perSecond: 3 });
    const remove = (version: number) =>
      inTransaction(world.database, (tx) =>
        deleteReceiver(tx, organizationId, 'example.net', version),
      );
    expect(await remove(1)).toMatchObject({ kind: 'stale' });
    expect(await remove(2)).toEqual({ kind: 'deleted' });
    expect(await remove(2)).toBeNull();
    expect(
      (await listReceivers(world.database, organizationId)).every(({ version }) => version === 0),
    ).toBe(true);
    await closeAll();
  });
});

/** A campaign that the shaper has read. */
async function known(one: OpenShaper, pace = {}): Promise<string> {
  const id = await campaign(pace);
  await one.refresh();
  return id;
}

describe('what a site answers', () => {
  it('to one process suspends marketing in the other, and leaves transactional mail alone', async () => {
    const [one, other] = [await shaper(), await shaper()];
    const id = await known(one);
    await other.refresh();
    for (let count = 0; count < 3; count += 1) one.heard(SITE, SPAM);
    expect(one.take(asked(id)).kind).toBe('wait');
    expect(other.take(asked(id)).kind).toBe('go');
    await one.flush();
    await other.refresh();
    expect(other.take(asked(id))).toEqual({ kind: 'wait', milliseconds: 60_000 });
    expect(other.waitUntil(asked(id))).toEqual(new Date(clock + 3_600_000));
    expect(other.take(asked(id, { stream: 'transactional' })).kind).toBe('go');
    expect(other.take(asked(id, { site: 'mx.example.com' })).kind).toBe('go');
    const [site] = await listSites(world.database, organizationId, new Date(clock));
    expect(site).toMatchObject({
      site: SITE,
      perSecond: 0,
      holds: [
        {
          state: 'suspended',
          holds: 'marketing',
          rule: 'Refused as spam',
          reply: 'Refused as spam: […]',
        },
      ],
    });
    // and an hour later both go on, at half the pace
    clock += 3_600_000;
    expect(one.take(asked(id)).kind).toBe('go');
    expect(other.take(asked(id)).kind).toBe('go');
    await closeAll();
  });

  it('about one organization’s reputation holds back that organization alone', async () => {
    const one = await shaper();
    const id = await known(one);
    for (let count = 0; count < 3; count += 1) one.heard(SITE, { ...SPAM, organizationId });
    expect(one.take(asked(id)).kind).toBe('wait');
    expect(one.take(asked(id, { organizationId: v7() })).kind).toBe('go');
    await closeAll();
  });

  it('about the connection slows down all, then doubles back, and one process says that it is over', async () => {
    const [one, other] = [await shaper(), await shaper()];
    one.heard(SITE, { code: 421, enhanced: null, text: 'Too many connections' });
    await one.flush();
    await other.refresh();
    expect(other.limits(SITE)).toMatchObject({ connections: 5, perSecond: 50 });
    const transactional = asked(v7(), { stream: 'transactional' });
    expect(went(other, transactional, 10)).toBeLessThanOrEqual(505);
    clock += 300_000;
    expect(other.limits(SITE)).toMatchObject({ connections: 10, perSecond: 100 });
    await one.flush();
    await other.flush();
    const events = await listSiteEvents(world.database, organizationId);
    expect(events.map(({ kind }) => kind)).toEqual(['recovered', 'slowed']);
    await closeAll();
  });

  it('is forgotten everywhere when a person says so', async () => {
    const [one, other] = [await shaper(), await shaper()];
    const id = await known(one);
    await other.refresh();
    for (let count = 0; count < 3; count += 1) one.heard(SITE, SPAM);
    await one.flush();
    const release = () =>
      inTransaction(world.database, (tx) => releaseSite(tx, organizationId, SITE, new Date(clock)));
    expect(await release()).toBe(1);
    expect(await release()).toBe(0);
    for (const each of [one, other]) {
      await each.refresh();
      expect(each.take(asked(id)).kind).toBe('go');
    }
    const [latest] = await listSiteEvents(world.database, organizationId);
    expect(latest).toMatchObject({ kind: 'released', site: SITE });
    await closeAll();
  });

  it('is kept for the last 200 changes', async () => {
    const one = await shaper();
    for (let count = 0; count < 205; count += 1) {
      one.heard(`mx${count}.example.net`, {
        code: 421,
        enhanced: null,
        text: 'Too many connections',
      });
    }
    await one.flush();
    expect(await listSiteEvents(world.database, organizationId, 1000)).toHaveLength(200);
    await closeAll();
  });
});

describe('the sender’s own pace', () => {
  it('of the organization holds for marketing over all sites and processes, and not for the rest', async () => {
    processes = 2;
    const [one, other] = [await shaper(), await shaper()];
    const pace = { perSecond: 4, window: null, timeZone: 'America/Chicago' };
    await inTransaction(world.database, (tx) => putPace(tx, organizationId, pace, 1));
    const id = await known(one);
    await other.refresh();
    let count = 0;
    for (let site = 0; clock < Date.parse('2026-11-20T15:00:10Z'); clock += 5) {
      site += 1;
      for (const each of [one, other]) {
        if (each.take(asked(id, { site: `mx${site}.example.net` })).kind === 'go') count += 1;
      }
    }
    expect(count).toBeGreaterThanOrEqual(40);
    expect(count).toBeLessThanOrEqual(42);
    for (let more = 0; more < 5; more += 1) {
      expect(one.take(asked(id, { stream: 'transactional' })).kind).toBe('go');
    }
    await closeAll();
  });

  it('of a campaign is read before its first message leaves', async () => {
    const one = await shaper();
    const id = await campaign({ perSecond: 0.5 });
    expect(one.take(asked(id))).toEqual({ kind: 'wait', milliseconds: 50 });
    await one.refresh();
    expect(one.take(asked(id)).kind).toBe('go');
    expect(one.take(asked(id))).toEqual({ kind: 'wait', milliseconds: 2000 });
    one.giveBack(asked(id));
    expect(one.take(asked(id)).kind).toBe('go');
    await closeAll();
  });

  it('is all or nothing: who waits for one thing takes no place in another', async () => {
    const one = await shaper();
    const slow = await known(one, { perSecond: 0.001 });
    const quick = await known(one, { perSecond: 1000 });
    expect(one.take(asked(slow)).kind).toBe('go');
    clock += 1000;
    for (let count = 0; count < 1000; count += 1) expect(one.take(asked(slow)).kind).toBe('wait');
    expect(one.take(asked(quick)).kind).toBe('go');
    await closeAll();
  });

  it('waits for the campaign’s window where the recipient lives, else for the organization’s', async () => {
    const one = await shaper();
    const days = [1, 2, 3, 4, 5];
    const windowed = await known(one, { window: { days, from: '09:00', to: '18:00' } });
    const free = await known(one);
    const due = (campaignId: string, state: string | null, stream: Asked['stream'] = 'marketing') =>
      one.dueWindow({ organizationId, campaignId, stream, state, zip: null })?.toISOString() ??
      null;
    // 15:00 UTC, a Friday
    expect(due(windowed, 'NY')).toBeNull();
    expect(due(windowed, 'CA')).toBe('2026-11-20T17:00:00.000Z');
    expect(due(windowed, null)).toBeNull();
    expect(due(windowed, 'CA', 'transactional')).toBeNull();
    expect(due(free, 'CA')).toBeNull();
    const { rows } = await db.pool.query('select pace_version from organizations');
    const pace = { perSecond: null, window: { days, from: '16:00', to: '18:00' }, timeZone: 'UTC' };
    await inTransaction(world.database, (tx) =>
      putPace(tx, organizationId, pace, rows[0].pace_version),
    );
    await one.refresh();
    expect(due(free, null)).toBe('2026-11-20T16:00:00.000Z');
    expect(due(free, 'NY')).toBe('2026-11-20T21:00:00.000Z');
    expect(due(windowed, 'NY')).toBeNull();
    await closeAll();
  });
});

describe('a warm-up', () => {
  const plan = { subject: DOMAIN, startedOn: '2026-11-20', plan: [7, 30], enabled: true };
  const put = (over = {}, version = 0) =>
    inTransaction(world.database, (tx) =>
      putWarmUp(tx, organizationId, { ...plan, ...over }, version, new Date(clock)),
    );

  /** Both ask in turn, with their rounds in between, until neither gets more. */
  async function spend(shapers: readonly OpenShaper[], what: Asked): Promise<number> {
    let count = 0;
    for (let round = 0; round < 20; round += 1) {
      for (const one of shapers) {
        clock += 1000;
        for (let tries = 0; tries < 5; tries += 1) if (one.take(what).kind === 'go') count += 1;
        await one.flush();
      }
    }
    return count;
  }

  it('lets all processes together send what the day allows, and the next day more', async () => {
    await put();
    const both = [await shaper(), await shaper()];
    const id = await campaign();
    for (const one of both) await one.refresh();
    expect(await spend(both, asked(id))).toBe(7);
    expect(both[0]?.take(asked(id))).toEqual({ kind: 'wait', milliseconds: 60_000 });
    expect(both[0]?.take(asked(id, { stream: 'transactional' })).kind).toBe('go');
    expect(both[0]?.take(asked(id, { sendingDomain: 'other.example.org' })).kind).toBe('go');
    await both[0]?.flush();
    const [listed] = await listWarmUps(world.database, organizationId, new Date(clock));
    expect(listed).toMatchObject({ allowedToday: 7, takenToday: 8 });
    clock = Date.parse('2026-11-21T09:00Z');
    for (const one of both) await one.refresh();
    expect(await spend(both, asked(id))).toBe(30);
    clock = Date.parse('2026-11-22T09:00Z');
    for (const one of both) await one.refresh();
    expect(await spend(both, asked(id))).toBe(200);
    await closeAll();
  });

  it('loses nothing to a process that took and did not use', async () => {
    await put({ plan: [18] });
    const [one, other] = [await shaper(), await shaper()];
    const id = await campaign();
    await one.refresh();
    await other.refresh();
    one.take(asked(id));
    await one.flush();
    await one.close();
    expect(await spend([other], asked(id))).toBe(18);
    await closeAll();
  });

  it('is saved over the version that was edited', async () => {
    expect(await put()).toMatchObject({ kind: 'saved', warmUp: { version: 1 } });
    expect(await put()).toMatchObject({ kind: 'stale' });
    expect(await put({ enabled: false }, 1)).toMatchObject({
      kind: 'saved',
      warmUp: { version: 2, allowedToday: null },
    });
    expect(await put({}, 1)).toMatchObject({ kind: 'stale', warmUp: { version: 2 } });
  });
});
