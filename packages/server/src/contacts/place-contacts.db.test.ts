import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedContacts, seedOrganization } from '../../../../tests/segments/seed.ts';
import { people, TODAY } from '../../../../tests/segments/truth-table.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { organizationKeys } from '../keys/index.ts';
import { countSegment } from '../segments/index.ts';
import { placeContacts } from './index.ts';

const organization = '01900000-0000-7000-8000-000000000001';
const keys = organizationKeys(organization, Buffer.alloc(32, 7));
const gold = { op: 'equals', attribute: 'plan', value: 'Gold' };

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  await seedOrganization(database, organization, 1);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

it('puts whoever has no place into pages, once', async () => {
  await seedContacts(database, keys, Array(30).fill(people.maria));
  const count = () => countSegment(database, { keys, tree: gold, today: TODAY });
  const before = await count();
  await scratch.pool.query('update contacts set place = null');
  await scratch.pool.query('truncate contact_pages');
  expect(await count()).toMatchObject({ count: 0, total: 0 });
  expect(await placeContacts(database, keys, new Date())).toBe(30);
  expect(await count()).toEqual(before);
  expect(await placeContacts(database, keys, new Date())).toBe(0);
});
