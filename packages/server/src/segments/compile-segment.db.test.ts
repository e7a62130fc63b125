import { randomBytes } from 'node:crypto';
import { inlined, matches, type SegmentTree } from '@postern/core/segments';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributes, trees } from '../../../../tests/segments/arbitraries.ts';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { forgetContacts, seedContacts, seedOrganization } from '../../../../tests/segments/seed.ts';
import { seedTold } from '../../../../tests/segments/seed-told.ts';
import {
  type Name,
  people,
  person,
  persons,
  segments,
  TODAY,
  truthTable,
} from '../../../../tests/segments/truth-table.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { IDS } from '../contacts/index.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { organizationKeys } from '../keys/index.ts';
import { compileSegment, membersOf, walkSegment } from './index.ts';

const keys = organizationKeys('01900000-0000-7000-8000-000000000001', randomBytes(32));
const others = organizationKeys('01900000-0000-7000-8000-000000000002', randomBytes(32));

const AT = `${TODAY}T12:00:00.000Z`;

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  await seedOrganization(database, keys.organizationId, 1);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

async function members(tree: SegmentTree): Promise<Set<string>> {
  const whole = inlined(tree, segments);
  const segment = await compileSegment(database, whole, {
    keys,
    definitions,
    today: TODAY,
    at: AT,
  });
  const found = new Set<string>();
  for await (const pages of walkSegment(database, segment, { also: [IDS] })) {
    for (const page of pages) for (const { id } of membersOf(page)) found.add(id);
  }
  return found;
}

describe('the truth table over pages', () => {
  const names = Object.keys(people) as Name[];
  let ids: string[];
  beforeAll(async () => {
    await forgetContacts(database);
    ids = names.map((name) => persons[name].id);
    await seedContacts(database, keys, Object.values(people), ids);
    await seedTold(database, keys);
    await seedContacts(database, others, Object.values(people));
  });
  test.each(truthTable)('%s', async (_, tree, expected) => {
    const found = await members(tree);
    expect(names.filter((_name, place) => found.has(ids[place] ?? ''))).toEqual(
      names.filter((name) => expected.includes(name)),
    );
    expect(found.size).toBe(expected.length);
  });
});

test('random trees find the same contacts over pages and in memory', async () => {
  let inSome = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(attributes, { minLength: 1, maxLength: 12 }),
      fc.array(trees, { minLength: 1, maxLength: 12 }),
      async (contacts, asked) => {
        await forgetContacts(database);
        const ids = await seedContacts(database, keys, contacts);
        for (const tree of asked) {
          const expected = ids.filter((id, place) =>
            matches(tree, person({ id, attributes: contacts[place] ?? {} }), {
              today: TODAY,
              definitions,
              segments,
            }),
          );
          expect(await members(tree)).toEqual(new Set(expected));
          if (expected.length > 0 && expected.length < ids.length) inSome += 1;
        }
      },
    ),
    { numRuns: 150 },
  );
  // trees that everybody or nobody satisfies would prove little
  expect(inSome).toBeGreaterThan(100);
});
