import { randomBytes } from 'node:crypto';
import { matches, type SegmentTree } from '@postern/core/segments';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributes, trees } from '../../../../tests/segments/arbitraries.ts';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { forgetContacts, seedContacts } from '../../../../tests/segments/seed.ts';
import { type Name, people, TODAY, truthTable } from '../../../../tests/segments/truth-table.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { organizationKeys } from '../keys/index.ts';
import { compileSegment } from './index.ts';

const keys = organizationKeys('01900000-0000-7000-8000-000000000001', randomBytes(32));
const others = organizationKeys('01900000-0000-7000-8000-000000000002', randomBytes(32));

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

async function members(tree: SegmentTree, form: 'apart' | 'together'): Promise<Set<string>> {
  const { organizationId } = keys;
  const context = { organizationId, keys, definitions, today: TODAY };
  const test = compileSegment(tree, context, form);
  const { rows } = await sql<{ id: string; answer: unknown }>`
    select c.id, ${test} as answer from contacts c where c.organization_id = ${organizationId}
  `.execute(database);
  // unknown is neither in nor out: then `not` would lose people
  expect(rows.filter(({ answer }) => typeof answer !== 'boolean')).toEqual([]);
  const { rows: filtered } = await sql<{ id: string }>`
    select c.id from contacts c where c.organization_id = ${organizationId} and ${test}
  `.execute(database);
  const found = new Set(rows.filter(({ answer }) => answer).map(({ id }) => id));
  expect(new Set(filtered.map(({ id }) => id))).toEqual(found);
  return found;
}

describe.each(['apart', 'together'] as const)('the truth table as SQL, %s', (form) => {
  const names = Object.keys(people) as Name[];
  let ids: string[];
  beforeAll(async () => {
    await forgetContacts(database);
    ids = await seedContacts(database, keys, Object.values(people));
    await seedContacts(database, others, Object.values(people));
  });
  test.each(truthTable)('%s', async (_, tree, expected) => {
    const found = await members(tree, form);
    expect(names.filter((_name, place) => found.has(ids[place] ?? ''))).toEqual(
      names.filter((name) => expected.includes(name)),
    );
    expect(found.size).toBe(expected.length);
  });
});

test('random trees find the same contacts as SQL and in memory', async () => {
  let inSome = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(attributes, { minLength: 1, maxLength: 12 }),
      fc.array(trees, { minLength: 1, maxLength: 12 }),
      async (contacts, asked) => {
        await forgetContacts(database);
        const ids = await seedContacts(database, keys, contacts);
        for (const tree of asked) {
          const expected = ids.filter((_, place) =>
            matches(tree, contacts[place] ?? {}, TODAY, definitions),
          );
          expect(await members(tree, 'apart')).toEqual(new Set(expected));
          expect(await members(tree, 'together')).toEqual(new Set(expected));
          if (expected.length > 0 && expected.length < ids.length) inSome += 1;
        }
      },
    ),
    { numRuns: 150 },
  );
  // trees that everybody or nobody satisfies would prove little
  expect(inSome).toBeGreaterThan(100);
});
