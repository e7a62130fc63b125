import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { seedContacts, seedOrganization } from '../../../../tests/segments/seed.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { bucketOf, type Database, openDatabase } from '../database/index.ts';
import { organizationKeys } from '../keys/index.ts';
import { listContacts } from './index.ts';

const organization = '01900000-0000-7000-8000-000000000001';
const other = '01900000-0000-7000-8000-000000000002';
const keys = organizationKeys(organization, Buffer.alloc(32, 7));

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  await seedOrganization(database, organization, 1);
  await seedOrganization(database, other, 2);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

/** Twenty who came one after the other, all of one bucket. */
function ofOneBucket(): readonly string[] {
  const ids: string[] = [];
  while (ids.length < 20) {
    const id = v7();
    if (ids[0] === undefined || bucketOf(id) === bucketOf(ids[0])) ids.push(id);
  }
  return ids;
}

it('lists everybody once, newest first, however they lie in their buckets', async () => {
  const spread = () => Array.from({ length: 30 }, () => v7());
  const ids = [...spread(), ...ofOneBucket(), ...spread()];
  await seedContacts(database, keys, Array(ids.length).fill({}), ids);
  await seedContacts(database, organizationKeys(other, Buffer.alloc(32, 8)), [{}]);
  for (const limit of [1, 7, 19, 20, ids.length, 500]) {
    const listed: string[] = [];
    for (let cursor: string | null = null, more = true; more; ) {
      const page = await listContacts(database, keys, definitions, { limit, cursor });
      if (page.kind !== 'page') throw new Error(page.kind);
      listed.push(...page.contacts.map(({ id }) => id));
      cursor = page.nextCursor;
      more = cursor !== null;
    }
    expect(listed).toEqual(ids.toSorted().toReversed());
  }
});
