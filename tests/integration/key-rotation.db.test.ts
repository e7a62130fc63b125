import { rm } from 'node:fs/promises';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  loadDefinitions,
  openContacts,
  writeContacts,
} from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import {
  beginRotation,
  type InstalledKeyStore,
  type KeyWatch,
  keyring,
  localKeyStore,
  type OpenKeyring,
  openKeyStore,
  rewrapKeys,
  rotationState,
  runRotation,
  watchKeys,
  wrappedByOlder,
} from '../../packages/server/src/keys/index.ts';
import { advanceRotation } from '../../packages/server/src/keys/rotation/advance-rotation.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type SendingWorld, sendingWorld, silent } from '../support/sending-world.ts';
import { vaultServer } from '../support/vault-server.ts';

let test: TestDatabase;
let world: SendingWorld;
let store: InstalledKeyStore;
let people: readonly string[];

beforeAll(async () => {
  test = await testDatabase();
  world = await sendingWorld(test.url);
  store = await localKeyStore(world.keyFile);
  // more than one batch of a rotation
  people = await world.addContacts(1_100, { city: 'Springfield' });
});
afterAll(async () => {
  await world.close();
  await test.drop();
});

const now = () => new Date();

/** A process of its own: a keyring that is kept up to date. */
async function process_(of: InstalledKeyStore = store) {
  const ring = keyring(of, world.database);
  const watched = { database: world.database, ring, store: of, log: silent, now };
  // looked after by hand: the test says when it hears of something
  return { ring, watch: await watchKeys(watched, { every: 3_600_000 }) };
}

const depsOf = ({ ring }: { ring: OpenKeyring }, settleSeconds = 0) => ({
  database: world.database,
  keyring: ring,
  store,
  now,
  settleSeconds,
});

const begin = () =>
  inTransaction(world.database, (tx) => beginRotation(tx, store, world.organizationId, now()));

const looks = (...watches: KeyWatch[]) => Promise.all(watches.map((watch) => watch.look()));

/** Sees it through; the process looks after each step. */
const finish = (one: Awaited<ReturnType<typeof process_>>) =>
  runRotation(depsOf(one), world.organizationId, AbortSignal.timeout(20_000), () =>
    one.watch.look(),
  );

const versions = async () => {
  const { rows } = await test.pool.query<{ version: number; count: number }>(
    `select get_byte(identity_sealed, 0) as version, count(*)::int from contacts group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ version, count }) => [version, count]));
};

async function nameOf(ring: OpenKeyring, id: string) {
  const definitions = await loadDefinitions(world.database, world.organizationId);
  const keys = await ring.of(world.organizationId);
  const opened = await openContacts(world.database, keys, world.organizationId, [id], definitions);
  return opened.get(id)?.attributes.given_name;
}

async function add(ring: OpenKeyring, name: string) {
  const id = v7();
  const definitions = await loadDefinitions(world.database, world.organizationId);
  const keys = await ring.of(world.organizationId);
  const attributes = { given_name: name, email: `${name.toLowerCase()}@example.org` };
  await inTransaction(world.database, (tx) =>
    writeContacts(tx, keys, definitions, [{ id, before: null, attributes }], new Date()),
  );
  return id;
}

describe('changing the key that seals', () => {
  it('waits for every process, seals all anew beside the writers, and destroys the old key', async () => {
    const web = await process_();
    const worker = await process_();
    const id = people[0] ?? '';
    const name = await nameOf(web.ring, id);
    const keys = await web.ring.of(world.organizationId);
    await nameOf(worker.ring, id);
    const token = keys.lookupToken('email', 'person1@example.org');
    const signing = keys.auditSigningSeed;
    const oldBlob = keys.seal('of before', 'row');

    expect(await begin()).toEqual({ kind: 'begun', version: 2 });
    expect(await begin()).toEqual({ kind: 'running', version: 2 });
    const advance = () => advanceRotation(depsOf(worker), world.organizationId);
    expect(await advance()).toBe('waits');
    await looks(worker.watch);
    // one process has not heard of it yet: nobody may seal with what it could not open
    expect(await advance()).toBe('waits');
    await looks(web.watch);
    expect(await advance()).toBe('advanced');
    expect(await advance()).toBe('waits');
    await looks(web.watch, worker.watch);
    const during = await add(web.ring, 'Meanwhile');
    expect(await versions()).toEqual({ 1: 1_100, 2: 1 });

    expect(await advance()).toBe('advanced');
    expect(await advance()).toBe('advanced');
    // as after a crash: half of it is done, and another process goes on from there
    expect(await versions()).toEqual({ 1: 600, 2: 501 });
    expect(await rotationState(world.database, world.organizationId)).toMatchObject({
      state: 'sealing',
      total: 2_200,
      done: 1_000,
    });
    expect(await nameOf(web.ring, id)).toBe(name);
    await finish(web);
    expect(await versions()).toEqual({ 2: 1_101 });
    expect(await rotationState(world.database, world.organizationId)).toMatchObject({
      state: 'finished',
      done: 2_200,
      problem: null,
    });

    await looks(web.watch, worker.watch);
    expect(() => keys.open(oldBlob, 'row')).toThrow('does not open');
    const fresh = await process_();
    const anew = await fresh.ring.of(world.organizationId);
    expect(() => anew.open(oldBlob, 'row')).toThrow('does not open');
    expect(await nameOf(fresh.ring, during)).toBe('Meanwhile');
    // what finds things again is as it was
    expect(anew.lookupToken('email', 'person1@example.org')).toEqual(token);
    expect(anew.auditSigningSeed).toEqual(signing);
    for (const { watch } of [web, worker, fresh]) await watch.close();
  });

  it('passes over rows that somebody writes, and finds them in the next pass', async () => {
    const one = await process_();
    await begin();
    const advance = () => advanceRotation(depsOf(one), world.organizationId);
    await looks(one.watch);
    await advance();
    await looks(one.watch);
    await advance();
    const writer = await test.pool.connect();
    await writer.query('begin');
    await writer.query('update contacts set has_email = has_email where id = $1', [people[7]]);
    // the writer holds one row: the pass ends without it
    for (let step = 0; step < 50 && (await advance()) === 'advanced'; ) step += 1;
    expect(await versions()).toEqual({ 2: 1, 3: 1_100 });
    // and however often it is tried, the old key stays as long as one value needs it
    for (let step = 0; step < 100; step += 1) expect(await advance()).not.toBe('finished');
    expect(await versions()).toEqual({ 2: 1, 3: 1_100 });
    await writer.query('commit');
    writer.release();
    await finish(one);
    expect(await versions()).toEqual({ 3: 1_101 });
    await one.watch.close();
  });

  it('keeps the old key until what was sealed in memory had time to be written', async () => {
    const one = await process_();
    await begin();
    for (let step = 0; step < 2; step += 1) {
      await looks(one.watch);
      await advanceRotation(depsOf(one), world.organizationId);
    }
    const advance = () => advanceRotation(depsOf(one, 60), world.organizationId);
    for (let step = 0; step < 50 && (await advance()) === 'advanced'; ) step += 1;
    const { rows } = await test.pool.query('select state from seal_keys order by version');
    expect(rows.map(({ state }) => state)).toEqual(['old', 'current']);
    await finish(one);
    await one.watch.close();
  });

  it('leaves what was damaged before as it is, and says so', async () => {
    const one = await process_();
    const id = await add(one.ring, 'Damaged');
    await test.pool.query(
      `update contacts set identity_sealed = set_byte(identity_sealed, 20,
         255 - get_byte(identity_sealed, 20)) where id = $1`,
      [id],
    );
    await begin();
    await finish(one);
    const state = await rotationState(world.database, world.organizationId);
    expect(state).toMatchObject({ state: 'finished' });
    expect(state?.problem).toContain('do not open with any key');
    await test.pool.query('delete from contacts where id = $1', [id]);
    await one.watch.close();
  });
});

describe('changing the key that wraps', () => {
  it('keeps a running process running, and needs the old key only until its end', async () => {
    const web = await process_();
    const id = people[3] ?? '';
    const name = await nameOf(web.ring, id);
    expect(await wrappedByOlder(world.database, store)).toBe(0);
    const { keys } = await rewrapKeys(world.database, store);
    expect(keys).toBeGreaterThanOrEqual(2);
    expect(await wrappedByOlder(world.database, store)).toBe(0);
    await rm(`${world.keyFile}.before`);
    await looks(web.watch);
    expect(await nameOf(web.ring, id)).toBe(name);
    const fresh = await process_();
    expect(await nameOf(fresh.ring, id)).toBe(name);
    for (const { watch } of [web, fresh]) await watch.close();
  });

  it('goes on where a crash ended it', async () => {
    await store.beginRenewal();
    const [first] = (
      await test.pool.query<{ id: string; data_key_wrapped: Buffer }>(
        'select id, data_key_wrapped from organizations',
      )
    ).rows;
    const anew = await store.wrap(
      await store.unwrap(first?.data_key_wrapped ?? Buffer.of(), world.organizationId),
      world.organizationId,
    );
    await test.pool.query('update organizations set data_key_wrapped = $1', [anew]);
    const { rowCount: keys } = await test.pool.query('select from seal_keys');
    // half is under the new key, half under the old: all opens
    expect(await wrappedByOlder(world.database, store)).toBe(keys);
    const after = await process_();
    expect(await nameOf(after.ring, people[4] ?? '')).toBeDefined();
    await rewrapKeys(world.database, await localKeyStore(world.keyFile));
    expect(await wrappedByOlder(world.database, store)).toBe(0);
    await rm(`${world.keyFile}.before`);
    const fresh = await process_();
    expect(await nameOf(fresh.ring, people[4] ?? '')).toBeDefined();
    for (const { watch } of [after, fresh]) await watch.close();
  });

  it('moves all keys to another store, while a process of both runs', async () => {
    const server = await vaultServer({ token: 't' });
    const vault = {
      kind: 'vault',
      address: server.url,
      namespace: null,
      mount: 'transit',
      key: 'postern',
      oldKey: null,
      auth: { kind: 'token', token: 't' },
    } as const;
    const keyStoreBefore = { kind: 'file', path: world.keyFile } as const;
    const both = await openKeyStore({ keyStore: vault, keyStoreBefore }, { mayMake: false });
    const running = await process_(both);
    const name = await nameOf(running.ring, people[5] ?? '');
    expect(await wrappedByOlder(world.database, both)).toBeGreaterThan(1);
    await rewrapKeys(world.database, both);
    const alone = await openKeyStore({ keyStore: vault, keyStoreBefore: null }, { mayMake: false });
    const fresh = await process_(alone);
    expect(await nameOf(fresh.ring, people[5] ?? '')).toBe(name);

    // a store that went down: what is open goes on for a while, what is not does not open
    server.state = 'down';
    const late = await process_(alone);
    expect(late.watch.state().sentence).toContain('Vault');
    await expect(late.ring.of(world.organizationId)).rejects.toMatchObject({
      code: 'KEY_STORE_UNAVAILABLE',
    });
    server.state = 'up';
    await expect
      .poll(
        async () => {
          await late.watch.look();
          return late.watch.state().sentence;
        },
        { timeout: 5_000 },
      )
      .toBe(null);
    expect(await nameOf(late.ring, people[5] ?? '')).toBe(name);
    for (const { watch } of [running, fresh, late]) await watch.close();
    await server.close();
  });
});
