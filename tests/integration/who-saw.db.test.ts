import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

it('who saw a patient names whoever found them by a search', async () => {
  const ids = [v7(), v7()];
  const attributes = { email: 'home@example.org' };
  const definitions = await loadDefinitions(world.database, world.organizationId);
  const changes = ids.map((id) => ({ id, attributes, before: null }));
  await inTransaction(world.database, (tx) =>
    writeContacts(tx, world.keys, definitions, changes, new Date()),
  );
  const marketer = await world.as('marketer');
  const owner = await world.as('owner');
  const search = (text: string) => marketer.request('POST', 'contacts/search', { text });
  const told = async (query: string) => {
    const { json } = await owner.request('GET', `audit?${query}`);
    return json.data.map((entry: Record<string, unknown>) => [entry.action, entry.subject]);
  };
  expect((await search('home@example.org')).json.data).toHaveLength(2);
  for (const contactId of ids) {
    expect(await told(`contactId=${contactId}`)).toEqual([
      ['contact.searched', { contactId, count: 2 }],
    ]);
  }
  expect((await search('nobody@example.org')).json.data).toEqual([]);
  expect((await told('action=contact.searched'))[0]).toEqual(['contact.searched', { count: 0 }]);
});
