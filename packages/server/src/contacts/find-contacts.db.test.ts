import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addPatients,
  makeRiverside,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { deleteDefinition, findContacts, loadDefinitions } from './index.ts';

let scratch: TestDatabase;
let database: Database;
let riverside: Riverside;
let others: Riverside;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  riverside = await makeRiverside(database);
  others = await makeRiverside(database);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const found = async (text: string) =>
  (await findContacts(database, riverside.keys, text)).map(({ id }) => id);

it('finds somebody by any of their keys, once, and nobody of another organization', async () => {
  const attributes = { email: 'maria@example.org', record_number: 'R-1', phone: '(555) 010-0199' };
  const [id] = await addPatients(riverside, [{ attributes }]);
  const same = { email: '5550100200@example.org', record_number: '555 010 0200' };
  const [twice] = await addPatients(riverside, [
    { attributes: { ...same, phone: '555 010 0200' } },
  ]);
  for (const text of ['MARIA@example.org ', 'r-1', '555-010-0199']) {
    expect(await found(text)).toEqual([id]);
    expect(await findContacts(database, others.keys, text)).toEqual([]);
  }
  expect(await found('555 010 0200')).toEqual([twice]);
  expect(await found('nobody@example.org')).toEqual([]);
});

it('answers those who share an address, the newest first and a hundred at most', async () => {
  const home = { attributes: { email: 'home@example.org' } };
  const ids = (await addPatients(riverside, Array(102).fill(home))).toSorted();
  expect(await found('home@example.org')).toEqual(ids.slice(0, 100).toReversed());
});

it('shows nothing of an attribute that was deleted', async () => {
  await addPatients(riverside, [
    { attributes: { email: 'ada@example.org', city: 'Springfield', plan: 'Gold' } },
  ]);
  const { organizationId, keys } = riverside;
  const definitions = await loadDefinitions(database, organizationId);
  const city = definitions.find(({ key }) => key === 'city')?.id ?? '';
  await inTransaction(database, (tx) => deleteDefinition(tx, organizationId, city, new Date()));
  const [ada] = await findContacts(database, keys, 'ada@example.org');
  expect(ada?.attributes).toEqual({ email: 'ada@example.org', plan: 'Gold' });
});
