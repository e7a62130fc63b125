import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { inTransaction } from '../database/index.ts';
import { idsByKey, keyName, lookupKey, writeKeys } from './contact-keys.ts';

let scratch: TestDatabase;
let world: SendingWorld;
beforeAll(async () => {
  scratch = await testDatabase();
  world = await sendingWorld(scratch.url);
});
afterAll(async () => {
  await world.close();
  await scratch.drop();
});

it('asks once for a key that many rows name, and for no more of those who have it than are wanted', async () => {
  const { database, keys, organizationId } = world;
  const key = lookupKey('email', keys.lookupText('email', 'none@example.org'));
  const owners = Array.from({ length: 20 }, () => v7());
  const owned = owners.map((contactId) => ({ ...key, contactId }));
  await inTransaction(database, (tx) => writeKeys(tx, organizationId, owned));
  let answered = 0;
  const counting = database.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      answered += result.rows.length;
      return result;
    },
  });
  const asked = Array.from({ length: 30 }, () => key);
  const all = await idsByKey(counting, organizationId, asked);
  expect(all.get(keyName(key))).toEqual(new Set(owners));
  expect(answered).toBe(20);
  const some = await idsByKey(counting, organizationId, asked, 7);
  expect(some.get(keyName(key))?.size).toBe(7);
  expect(answered).toBe(27);
});
