import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type MailSink, startMailSink } from '../../../../tests/support/mail-sink.ts';
import { type SendingWorld, sendingWorld, until } from '../../../../tests/support/sending-world.ts';
import { temporaryDirectory } from '../../../../tests/support/temporary-directory.ts';
import { startEmbedded } from '../database/embedded/start-embedded.ts';
import { migrate } from '../database/index.ts';
import { runDispatcher } from './dispatcher.ts';

const PROCESS = fileURLToPath(
  new URL('../../../../tests/support/dispatch-process.ts', import.meta.url),
);

let sink: MailSink;
beforeEach(async () => {
  sink = await startMailSink();
});
afterEach(() => sink.close());

/** The judge: the sink's ledger against the sender's rows. */
async function judge(world: SendingWorld, campaign: string, audience: number) {
  const rows = await world.rows(campaign);
  expect(rows).toHaveLength(audience);
  const taken = sink.ledger.map((one) => one.messageId);
  expect(new Set(taken).size, 'a message was taken twice').toBe(taken.length);
  const ledger = new Set(taken);
  const inState = (state: string) => rows.filter((row) => row.state === state);
  const counts = await world.counts(campaign);
  expect(
    Object.keys(counts)
      .toSorted()
      .filter((one) => one !== 'uncertain'),
  ).toEqual(['accepted']);
  const phantom = inState('accepted').filter((row) => !ledger.has(row.message_id ?? ''));
  expect(phantom, 'recorded as accepted, and never taken').toEqual([]);
  const known = new Set(rows.map((row) => row.message_id));
  const strangers = taken.filter((id) => !known.has(id));
  expect(strangers, 'taken, and nobody knows of it').toEqual([]);
  return { counts, taken: taken.length };
}

describe('a worker that is killed', () => {
  let db: TestDatabase;
  let world: SendingWorld;
  const children = new Set<ChildProcess>();
  const start = () => {
    const child = spawn(
      process.execPath,
      [PROCESS, world.url, world.keyFile, world.journalDirectory],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    children.add(child);
    return child;
  };
  const end = async (child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM') => {
    children.delete(child);
    child.kill(signal);
    const [code] = await once(child, 'exit');
    return code as number | null;
  };
  beforeAll(async () => {
    db = await testDatabase();
    world = await sendingWorld(db.url);
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await world.close();
    await db.drop();
  });

  it('in the middle of 2,000 loses nobody, sends nobody twice, and leaves few uncertain', async () => {
    await world.relayTo(sink);
    const campaign = await world.launch(await world.addContacts(2000));
    const kills = [300, 900, 1500];
    for (const at of kills) {
      const child = start();
      // at the worst moment: the message is taken, and the worker will never know
      sink.onTaken = () => {
        if (sink.ledger.length >= at) child.kill('SIGKILL');
      };
      await once(child, 'exit');
      children.delete(child);
    }
    sink.onTaken = () => {};
    const last = start();
    await until(async () => (await world.campaign(campaign)).state === 'done');
    expect(await end(last, 'SIGTERM')).toBe(0);
    const { counts, taken } = await judge(world, campaign, 2000);
    expect(counts['uncertain'] ?? 0).toBeGreaterThanOrEqual(kills.length);
    // one at most for each connection and kill
    expect(counts['uncertain'] ?? 0).toBeLessThanOrEqual(50 * kills.length);
    expect(taken).toBeGreaterThanOrEqual(2000 - (counts['uncertain'] ?? 0));
  }, 120_000);

  it('by SIGTERM ends what is on its way, gives the rest back and leaves nothing uncertain', async () => {
    await world.relayTo(sink);
    sink.delay = 20;
    const campaign = await world.launch(await world.addContacts(300));
    const child = start();
    await until(() => sink.ledger.length >= 40);
    expect(await end(child, 'SIGTERM')).toBe(0);
    const counts = await world.counts(campaign);
    expect(Object.keys(counts).toSorted()).toEqual(['accepted', 'queued']);
    expect(counts['accepted']).toBe(sink.ledger.length);
    sink.delay = 0;
    const next = start();
    await until(async () => (await world.campaign(campaign)).state === 'done');
    await end(next, 'SIGTERM');
    const { counts: after } = await judge(world, campaign, 300);
    expect(after).toEqual({ accepted: 300 });
  }, 60_000);
});

describe('a database that goes away in mid-campaign', () => {
  it('by terminated connections, again and again, costs nothing', async () => {
    const db = await testDatabase();
    const world = await sendingWorld(db.url);
    await world.relayTo(sink);
    const campaign = await world.launch(await world.addContacts(400));
    const stop = new AbortController();
    const running = runDispatcher(world.deps(), stop.signal);
    for (const at of [40, 120, 200, 280]) {
      await until(() => sink.ledger.length >= at);
      await db.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
    }
    await until(async () => (await settled(world, campaign)) === 'done');
    stop.abort();
    await running;
    const { counts } = await judge(world, campaign, 400);
    expect(counts).toEqual({ accepted: 400 });
    await world.close();
    await db.drop();
  }, 60_000);

  it('by a server that is stopped for some seconds, costs nothing', async () => {
    const directory = join(temporaryDirectory('postern-away-'), 'postgres');
    let server = await startEmbedded({ directory });
    await migrate(server.url);
    const world = await sendingWorld(server.url);
    await world.relayTo(sink);
    sink.delay = 5;
    const campaign = await world.launch(await world.addContacts(400));
    const stop = new AbortController();
    const running = runDispatcher(world.deps({ leaseSeconds: 30 }), stop.signal);
    await until(() => sink.ledger.length >= 100);
    await server.stop();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const sentWhileAway = sink.ledger.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sink.ledger.length, 'nothing is handed over that cannot be recorded').toBe(
      sentWhileAway,
    );
    expect(sentWhileAway).toBeLessThan(400);
    server = await startEmbedded({ directory });
    await until(async () => (await settled(world, campaign)) === 'done');
    stop.abort();
    await running;
    const { counts } = await judge(world, campaign, 400);
    expect(counts).toEqual({ accepted: 400 });
    await world.close();
    await server.stop();
    rmSync(join(directory, '..'), { recursive: true, force: true });
  }, 90_000);
});

/** The campaign's state, or that the database is away. */
async function settled(world: SendingWorld, campaign: string): Promise<string> {
  try {
    return (await world.campaign(campaign)).state;
  } catch {
    return 'away';
  }
}
