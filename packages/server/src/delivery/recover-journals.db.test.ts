import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  batchesOf,
  type Claims,
  claimAll,
  launchAndClaim,
} from '../../../../tests/support/claims.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import {
  type SendingWorld,
  sendingWorld,
  silent,
} from '../../../../tests/support/sending-world.ts';
import { cancelCampaign } from '../campaigns/index.ts';
import { inTransaction } from '../database/index.ts';
import type { Recipient } from './batches.ts';
import { headOf, type JournalHead, startOf } from './journal.ts';
import { endLeases, reapBatches } from './reap-batches.ts';
import { recoverJournals } from './recover-journals.ts';
import { type Settlement, settled } from './settle-sends.ts';
import { sweepCancelled } from './sweep-cancelled.ts';

const OURS = 'a1b2c3d4-0000-4000-8000-000000000000';

let db: TestDatabase;
let world: SendingWorld;
let directory: string;
/** A process that has ended: its number and when it began. */
let dead: { pid: number; started: string | null };

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  directory = world.journalDirectory;
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  dead = { pid: child.pid ?? 0, started: startOf(child.pid ?? 0) };
  child.kill('SIGKILL');
  await once(child, 'exit');
});
afterAll(async () => {
  await world.close();
  await db.drop();
});
beforeEach(() => mkdirSync(directory, { recursive: true }));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

type Told = readonly ['intent' | 'result', Recipient, Settlement['state']?, Partial<Settlement>?];

/** Writes the journal of a worker as it would have: its head, its batches, then what is told. */
function write(
  held: Claims,
  told: readonly Told[],
  head: Partial<JournalHead> = dead,
  way: Settlement['way'] = null,
): string {
  const lines = [`h ${JSON.stringify({ ...headOf(held.owner), ...head })}`];
  for (const [i, batch] of held.batches.entries()) {
    lines.push(`b${i + 1} ${JSON.stringify({ campaign: held.campaign, batch })}`);
  }
  for (const [kind, recipient, state = 'uncertain', more = {}] of told) {
    const { batch: _, ...entry } = {
      ...settled(recipient, state),
      smtpCode: CODES[state] ?? null,
      way,
      ...more,
    };
    const key = held.batches.indexOf(recipient.batch) + 1;
    lines.push(`${kind === 'intent' ? 'i' : 'r'}${key} ${JSON.stringify(entry)}`);
  }
  const path = join(directory, `${held.owner}.000001.journal`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
const CODES: Partial<Record<Settlement['state'], number>> = { accepted: 250, failed: 550 };

const recover = () => recoverJournals({ database: world.database, log: silent }, directory, OURS);
const left = () => readdirSync(directory);
/** In the order of the recipients. */
const rowsOf = async (held: Claims) => {
  const rows = new Map((await world.rows(held.campaign.id)).map((row) => [row.contact_id, row]));
  return held.recipients.map(({ contactId }) => rows.get(contactId));
};
const statesOf = async (held: Claims) => (await rowsOf(held)).map((row) => row?.state);
const heldNow = async (held: Claims) =>
  (await batchesOf(world, held.campaign.id)).filter(({ owner }) => owner === held.owner).length;

/** Four who were handed over: one accepted, one refused, one in doubt, one of whom nothing is told. */
async function interrupted(over?: Parameters<SendingWorld['launch']>[1]) {
  const held = await launchAndClaim(world, 5, over);
  const [taken, refused, doubtful] = held.recipients;
  if (!taken || !refused || !doubtful) throw new Error('Five were claimed.');
  await held.handOver(held.recipients.slice(0, 4));
  const told: readonly Told[] = [
    ['intent', taken],
    ['intent', refused],
    ['result', taken, 'accepted'],
    ['intent', doubtful],
    ['result', refused, 'failed'],
  ];
  return { held, told };
}

describe('the journal of a worker that is gone', () => {
  it('settles marketing: results recorded, doubts uncertain, all others queued and free at once', async () => {
    const { held, told } = await interrupted();
    write(held, told);
    expect(await recover()).toBe(1);
    expect(await statesOf(held)).toEqual(['accepted', 'failed', 'uncertain', 'queued', 'queued']);
    expect(await heldNow(held)).toBe(0);
    expect(left()).toEqual([]);
    const next = await claimAll(world, held.campaign.id);
    expect(next.recipients.map(({ contactId }) => contactId)).toEqual(
      held.recipients.slice(3).map(({ contactId }) => contactId),
    );
    const codes = (await rowsOf(held)).map((row) => row?.smtp_code);
    expect(codes).toEqual([250, 550, null, null, null]);
  });

  it('leaves nobody uncertain of whom it tells nothing, whenever others take the batches back', async () => {
    for (let [place, asked] = [1, 1]; asked >= place; place += 1) {
      const { held, told } = await interrupted();
      write(held, told);
      await endLeases(world.database);
      asked = 0;
      const database = world.database.withPlugin({
        transformQuery: ({ node }) => node,
        async transformResult({ result }) {
          asked += 1;
          if (asked === place) await reapBatches(world.database);
          return result;
        },
      });
      await recoverJournals({ database, log: silent }, directory, OURS);
      const states = ['accepted', 'failed', 'uncertain', 'queued', 'queued'];
      expect({ place, states: await statesOf(held) }).toEqual({ place, states });
    }
  });

  it('settles transactional mail: what is in doubt waits to be sent again', async () => {
    const { held, told } = await interrupted({ stream: 'transactional' });
    write(held, told);
    await recover();
    expect(await statesOf(held)).toEqual(['accepted', 'failed', 'queued', 'queued', 'queued']);
    expect((await claimAll(world, held.campaign.id)).recipients).toHaveLength(3);
  });

  it('remembers of transactional mail what was in doubt, for when nothing comes of it', async () => {
    const { held, told } = await interrupted({ stream: 'transactional' });
    write(held, told);
    await recover();
    await (await claimAll(world, held.campaign.id)).settle('refused');
    const states = ['accepted', 'failed', 'uncertain', 'refused', 'refused'];
    expect(await statesOf(held)).toEqual(states);
  });

  it.each([
    ['transactional', { state: 'queued', way: null }],
    ['marketing', { state: 'uncertain', way: 'portal' }],
  ] as const)('says of a notice in doubt what its stream says: %s', async (stream, expected) => {
    const { held, told } = await interrupted({ stream });
    write(held, told, dead, 'portal');
    await recover();
    expect((await rowsOf(held))[2]).toMatchObject(expected);
  });

  it('corrects the reaper, who took them for uncertain: results, and who never left', async () => {
    const { held, told } = await interrupted();
    await held.expire();
    await reapBatches(world.database);
    expect(await world.counts(held.campaign.id)).toEqual({ uncertain: 4, queued: 1 });
    write(held, told);
    await recover();
    expect(await statesOf(held)).toEqual(['accepted', 'failed', 'uncertain', 'queued', 'queued']);
    expect((await claimAll(world, held.campaign.id)).recipients).toHaveLength(2);
  });

  it('says what is to follow from a refusal', async () => {
    const held = await launchAndClaim(world, 1);
    const [refused] = held.recipients;
    if (!refused) throw new Error('One was claimed.');
    await held.handOver();
    const rejection = { class: 'hard', token: Buffer.alloc(32, 1).toString('base64') } as const;
    write(held, [['result', refused, 'failed', { rejection }]]);
    await recover();
    const noted = await world.database.selectFrom('rejections').selectAll().execute();
    const { contactId: contact_id } = refused;
    expect(noted).toMatchObject([{ contact_id, class: 'hard', token: Buffer.alloc(32, 1) }]);
  });

  it('changes nothing the second time', async () => {
    const { held, told } = await interrupted();
    write(held, told);
    await recover();
    const before = await world.rows(held.campaign.id);
    write(held, told);
    await recover();
    expect(await world.rows(held.campaign.id)).toEqual(before);
  });

  it('changes nothing of what was recorded before the end, nor counts a deferral twice', async () => {
    const held = await launchAndClaim(world, 2);
    const [later, doubtful] = held.recipients;
    if (!later || !doubtful) throw new Error('Two were claimed.');
    await held.handOver();
    await held.settle('deferred', { seconds: 600 }, [later]);
    await held.settle('uncertain', {}, [doubtful]);
    // of the second nothing is told any more: its file was full, and deleted
    write(held, [
      ['intent', later],
      ['result', later, 'deferred'],
    ]);
    await recover();
    expect(await statesOf(held)).toEqual(['deferred', 'uncertain']);
    expect((await rowsOf(held)).map((row) => row?.deferrals)).toEqual([1, 0]);
  });

  it('is taken up once, however many look', async () => {
    const { held, told } = await interrupted();
    write(held, told);
    await Promise.all([recover(), recover(), recover()]);
    expect(await statesOf(held)).toEqual(['accepted', 'failed', 'uncertain', 'queued', 'queued']);
    expect(left()).toEqual([]);
  });

  it('touches nothing that another claimed since', async () => {
    const { held, told } = await interrupted({ stream: 'transactional' });
    await held.expire();
    await reapBatches(world.database);
    const next = await claimAll(world, held.campaign.id);
    await next.handOver();
    write(held, told);
    await recover();
    expect(await world.counts(held.campaign.id)).toEqual({ queued: 5 });
    expect(await heldNow(next)).toBeGreaterThan(0);
    await next.settle('accepted');
    expect(await world.counts(held.campaign.id)).toEqual({ accepted: 5 });
  });

  it.each(['marketing', 'transactional'] as const)(
    'of a campaign that was cancelled leaves nobody waiting (%s)',
    async (stream) => {
      const { held, told } = await interrupted({ stream });
      await inTransaction(world.database, (tx) =>
        cancelCampaign(tx, world.organizationId, held.campaign.id, new Date()),
      );
      write(held, told);
      await recover();
      await sweepCancelled(world.database);
      const states = ['accepted', 'failed', 'uncertain', 'suppressed', 'suppressed'];
      expect(await statesOf(held)).toEqual(states);
      const batches = await batchesOf(world, held.campaign.id);
      expect(new Set(batches.map(({ state }) => state))).toEqual(new Set(['done']));
    },
  );

  it('frees what it held though it had come to no message yet', async () => {
    const held = await launchAndClaim(world, 3);
    const path = write(held, []);
    writeFileSync(path, `h ${JSON.stringify({ ...headOf(held.owner), ...dead })}\n`);
    await recover();
    expect(await heldNow(held)).toBe(0);
    expect((await claimAll(world, held.campaign.id)).recipients).toHaveLength(3);
  });
});

describe('a journal of before the machine’s last start', () => {
  const BOOT = { ...dead, boot: '00000000-0000-4000-8000-000000000000' };

  it('proves nothing by silence: who was handed over is uncertain after the reaper', async () => {
    const { held, told } = await interrupted();
    write(held, told, BOOT);
    expect(await recover()).toBe(1);
    expect(await statesOf(held)).toEqual(['accepted', 'failed', 'uncertain', 'queued', 'queued']);
    // nobody can claim them yet
    expect((await claimAll(world, held.campaign.id)).batches).toEqual([]);
    await reapBatches(world.database);
    const states = ['accepted', 'failed', 'uncertain', 'uncertain', 'queued'];
    expect(await statesOf(held)).toEqual(states);
  });

  it('leaves to the reaper what the reaper had judged', async () => {
    const { held, told } = await interrupted();
    await held.expire();
    await reapBatches(world.database);
    write(held, told, BOOT);
    await recover();
    const states = ['accepted', 'failed', 'uncertain', 'uncertain', 'queued'];
    expect(await statesOf(held)).toEqual(states);
  });

  it('is not taken for that of a living process, whose number and hour it may share', async () => {
    const { held, told } = await interrupted();
    write(held, told, { boot: BOOT.boot });
    expect(await recover()).toBe(1);
  });
});

describe('a journal that is left alone', () => {
  it('is that of a process that lives', async () => {
    const { held, told } = await interrupted();
    write(held, told, {});
    expect(await recover()).toBe(0);
    expect(await world.counts(held.campaign.id)).toEqual({ queued: 5 });
    expect(await heldNow(held)).toBeGreaterThan(0);
    expect(left()).toHaveLength(1);
  });

  it('is not that of another process which got the same number later', async () => {
    const { held, told } = await interrupted();
    write(held, told, { started: '1' });
    expect(await recover()).toBe(1);
  });

  it('is that of another machine while its sender is seen, and no longer', async () => {
    const { held, told } = await interrupted();
    write(held, told, { host: 'other.example.org' });
    await world.database.insertInto('senders').values({ id: held.owner }).execute();
    expect(await recover()).toBe(0);
    await world.database
      .updateTable('senders')
      .set({ seen_at: new Date(Date.now() - 600_000) })
      .where('id', '=', held.owner)
      .execute();
    expect(await recover()).toBe(1);
  });

  it('is our own', async () => {
    const { held, told } = await interrupted();
    write(held, told);
    const { database } = world;
    expect(await recoverJournals({ database, log: silent }, directory, held.owner)).toBe(0);
    expect(left()).toHaveLength(1);
  });

  it('is one that was just begun, and not yet written to', async () => {
    const path = join(directory, `${OURS.replace('a1', 'b2')}.000001.journal`);
    writeFileSync(path, '');
    expect(await recover()).toBe(0);
    expect(left()).toHaveLength(1);
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(path, hourAgo, hourAgo);
    await recover();
    expect(left()).toEqual([]);
  });

  it('is none where there is no directory, or a file of another name', async () => {
    writeFileSync(join(directory, 'notes.txt'), 'x');
    expect(await recover()).toBe(0);
    rmSync(directory, { recursive: true });
    expect(await recover()).toBe(0);
  });
});
