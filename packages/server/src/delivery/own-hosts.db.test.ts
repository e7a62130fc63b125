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

/** As the check of the domain's DNS found the key. */
async function prove(state: 'ok' | 'missing'): Promise<void> {
  await world.database.deleteFrom('domain_checks').execute();
  await world.database
    .insertInto('domain_checks')
    .values({
      organization_id: world.organizationId,
      stream: 'marketing',
      kind: 'dkim',
      subject: 'postern1',
      state,
      sentence: 'Found.',
      records: '[]',
      checked_at: new Date(),
    })
    .execute();
}

it('nobody calls a server ours whose domain is not shown to be theirs', async () => {
  await world.useDirect();
  expect(await ownHosts(world.database, () => new Date())()).toEqual([]);
  await prove('missing');
  expect(await ownHosts(world.database, () => new Date())()).toEqual([]);
  await prove('ok');
  expect(await ownHosts(world.database, () => new Date())()).toEqual(['mail.example.org']);
});

it('our own servers’ names are those of who delivers directly, read anew every minute', async () => {
  await prove('ok');
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
