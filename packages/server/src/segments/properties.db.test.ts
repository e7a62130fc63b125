import { randomBytes } from 'node:crypto';
import { checkTree, describe, inlined, type SegmentTree } from '@postern/core/segments';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trees } from '../../../../tests/segments/arbitraries.ts';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { seedContacts, seedOrganization } from '../../../../tests/segments/seed.ts';
import { seedTold } from '../../../../tests/segments/seed-told.ts';
import { type Name, people, persons, TODAY } from '../../../../tests/segments/truth-table.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { IDS } from '../contacts/index.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { organizationKeys } from '../keys/index.ts';
import {
  compileQuestion,
  countSegment,
  createSegment,
  loadKnown,
  membersOf,
  walkSegment,
} from './index.ts';

const riverside = '01900000-0000-7000-8000-000000000001';
const keys = organizationKeys(riverside, randomBytes(32));
const TOTAL = Object.keys(people).length;

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  await seedOrganization(database, riverside, 1);
  const ids = (Object.keys(people) as Name[]).map((name) => persons[name].id);
  await seedContacts(database, keys, Object.values(people), ids);
  await seedTold(database, keys);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const ask = (tree: unknown) => ({ keys, tree, today: TODAY, at: `${TODAY}T12:00:00.000Z` });
const count = async (tree: SegmentTree) => {
  const answer = await countSegment(database, ask(tree));
  if (answer.kind !== 'counted') throw new Error(answer.problems[0]?.sentence);
  return answer.count;
};
async function members(tree: SegmentTree): Promise<readonly string[]> {
  const asked = await compileQuestion(database, ask(tree));
  if (asked.kind === 'refused') throw new Error(asked.problems[0]?.sentence);
  const ids: string[] = [];
  for await (const pages of walkSegment(database, asked.segment, { also: [IDS] })) {
    for (const page of pages) ids.push(...membersOf(page).map(({ id }) => id));
  }
  return ids;
}
/** Those that pass the check, as whatever comes from outside has to. */
async function sound(asked: readonly SegmentTree[]): Promise<readonly SegmentTree[]> {
  const known = await loadKnown(database, riverside, asked);
  return asked.filter((tree) => !checkTree(tree, definitions, known).problems);
}
const some = fc.array(trees, { minLength: 1, maxLength: 8 });

test('a tree that passes the check is counted, has its members, and is told in words', async () => {
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(some, async (asked) => {
      const known = await loadKnown(database, riverside, asked);
      for (const tree of await sound(asked)) {
        const ids = await members(tree);
        expect(new Set(ids).size).toBe(ids.length);
        expect(await count(tree)).toBe(ids.length);
        expect(describe(tree, definitions, known)).toMatch(/^\S.*\S$/su);
        passed += 1;
      }
    }),
    { numRuns: 30 },
  );
  expect(passed).toBeGreaterThan(20);
});

test('everybody is either in a tree or in its negation', async () => {
  await fc.assert(
    fc.asyncProperty(some, async (asked) => {
      for (const tree of await sound(asked)) {
        expect((await count(tree)) + (await count({ op: 'not', of: tree }))).toBe(TOTAL);
      }
    }),
    { numRuns: 30 },
  );
});

test('a segment that names another has the members that it would have with its tree in place', async () => {
  let several = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(trees, trees, trees), async ([inner, beside, rest]) => {
      const ready = await sound([inner, beside, rest]);
      if (ready.length < 3) return;
      const save = async (name: string, tree: SegmentTree) => {
        const made = await createSegment(database, riverside, { name, tree, createdBy: null });
        if (made.kind !== 'created') throw new Error(made.problems[0]?.sentence);
        return { op: 'segment', id: made.segment.id } as const;
      };
      const first = await save('Inner', inner);
      const second = await save('Outer', { op: 'or', of: [first, beside] });
      const tree: SegmentTree = {
        op: 'and',
        of: [
          { op: 'not', of: second },
          { op: 'or', of: [rest, first] },
        ],
      };
      const { segments } = await loadKnown(database, riverside);
      const found = await members(tree);
      expect(found).toEqual(await members(inlined(tree, segments)));
      if (found.length > 0) several += 1;
    }),
    { numRuns: 60 },
  );
  expect(several).toBeGreaterThan(0);
});
