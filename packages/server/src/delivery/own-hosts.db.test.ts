import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { openDatabase } from '../database/index.ts';
import { ownHosts } from './own-hosts.ts';

let db: TestDatabase;
let world: SendingWorld;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});

it('our own servers’ names are those of who delivers directly, read anew every minute', async () => {
  let clock = 0;
  const names = ownHosts(world.database, () => new Date(clock));
  await world.useSandbox();
  expect(await names()).toEqual([]);
  await world.useDirect();
  clock += 59_000;
  expect(await names()).toEqual([]);
  clock += 1_000;
  expect(await names()).toEqual(['mail.example.org']);
});

it('our own servers’ names are unknown, not none, while the database is away', async () => {
  const { database } = openDatabase('postgres://nobody@127.0.0.1:1/none', () => {});
  const names = ownHosts(database, () => new Date());
  await expect(names()).rejects.toThrow();
  await expect(names()).rejects.toThrow();
  await database.destroy();
});
