import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trees } from '../../../../tests/segments/arbitraries.ts';
import { forgetContacts, seedContacts, seedOrganization } from '../../../../tests/segments/seed.ts';
import { people, TODAY } from '../../../../tests/segments/truth-table.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { IDS } from '../contacts/index.ts';
import { bucketOf, type Database, inTransaction, openDatabase } from '../database/index.ts';
import { organizationKeys } from '../keys/index.ts';
import {
  compileQuestion,
  countSegment,
  createSegment,
  deleteSegment,
  getSegment,
  listSegments,
  type Member,
  membersOf,
  type SegmentChange,
  segmentMembers,
  updateSegment,
  walkSegment,
} from './index.ts';

const riverside = '01900000-0000-7000-8000-000000000001';
const hillside = '01900000-0000-7000-8000-000000000002';
const keys = organizationKeys(riverside, randomBytes(32));
const others = organizationKeys(hillside, randomBytes(32));
const gold = { op: 'equals', attribute: 'plan', value: 'Gold' };
const everyone = { op: 'and', of: [] };
const deleted = { op: 'isSet', attribute: 'old_plan' };

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  await seedOrganization(database, riverside, 1);
  await seedOrganization(database, hillside, 2);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const ask = (tree: unknown) => ({ keys, tree, today: TODAY });
const save = async (name: string, tree: unknown = gold) => {
  const created = await createSegment(database, riverside, { name, tree, createdBy: null });
  if (created.kind !== 'created') throw new Error('The segment was refused.');
  return created.segment;
};

const changed = (organizationId: string, id: string, change: SegmentChange) =>
  inTransaction(database, (tx) => updateSegment(tx, organizationId, id, change));
const removed = (organizationId: string, id: string, version: number | null) =>
  inTransaction(database, (tx) => deleteSegment(tx, organizationId, id, version));

test('a segment that is saved is there, for its own organization', async () => {
  const segment = await save('  Gold members ');
  expect(segment).toMatchObject({ name: 'Gold members', tree: gold, version: 1 });
  expect(await getSegment(database, riverside, segment.id)).toEqual(segment);
  expect(await getSegment(database, hillside, segment.id)).toBeNull();
  expect(await listSegments(database, hillside)).toEqual([]);
});

test('segments are listed by name, without regard to case', async () => {
  await save('beta');
  await save('Alpha');
  await save('Gamma');
  const names = (await listSegments(database, riverside)).map(({ name }) => name);
  expect(names).toEqual(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  expect(names).toEqual(expect.arrayContaining(['Alpha', 'beta', 'Gamma']));
});

test('a tree with a fault is not saved', async () => {
  const before = await listSegments(database, riverside);
  const created = await createSegment(database, riverside, {
    name: 'Old',
    tree: deleted,
    createdBy: null,
  });
  const { id } = await save('Kept');
  const change = { name: 'Old', tree: deleted, version: 1 };
  const updated = await changed(riverside, id, change);
  const problems = [
    {
      pointer: '/attribute',
      sentence:
        'This segment uses the attribute “Old plan”, which was deleted on February 3, 2026.',
    },
  ];
  expect(created).toEqual({ kind: 'refused', problems });
  expect(updated).toEqual({ kind: 'refused', problems });
  expect(await listSegments(database, riverside)).toHaveLength(before.length + 1);
  expect(await getSegment(database, riverside, id)).toMatchObject({ name: 'Kept', version: 1 });
});

test('of two changes to the same version one is made, the other hears what it became', async () => {
  const { id } = await save('Mine');
  const answers = await Promise.all(
    ['A', 'B'].map((name) => changed(riverside, id, { name, tree: everyone, version: 1 })),
  );
  const current = await getSegment(database, riverside, id);
  expect(answers).toContainEqual({ kind: 'updated', segment: current });
  expect(answers).toContainEqual({ kind: 'stale', current });
  expect(current).toMatchObject({ tree: everyone, version: 2 });
  const change = { name: 'C', tree: gold, version: 2 };
  expect(await changed(hillside, id, change)).toEqual({ kind: 'unknown' });
});

test('what is deleted is gone, once, and only at the version that was seen', async () => {
  const { id } = await save('Short');
  expect(await removed(riverside, id, 7)).toMatchObject({ kind: 'stale' });
  expect(await removed(hillside, id, null)).toEqual({ kind: 'unknown' });
  expect(await removed(riverside, id, 1)).toEqual({ kind: 'deleted' });
  expect(await removed(riverside, id, null)).toEqual({ kind: 'unknown' });
  expect(await getSegment(database, riverside, id)).toBeNull();
  const change = { name: 'Back', tree: gold, version: 1 };
  expect(await changed(riverside, id, change)).toEqual({ kind: 'unknown' });
});

test('a count is of the organization alone', async () => {
  await forgetContacts(database);
  await seedContacts(database, keys, Object.values(people));
  await seedContacts(database, others, [people.maria, people.maria]);
  const counted = { kind: 'counted', total: 8 };
  expect(await countSegment(database, ask(gold))).toEqual({ ...counted, count: 2 });
  expect(await countSegment(database, ask(everyone))).toEqual({ ...counted, count: 8 });
});

test('an attribute that was deleted after the segment was saved is told, not thrown', async () => {
  const tree = { op: 'isSet', attribute: 'interests' };
  const segment = await save('Interested', tree);
  const forget = (at: Date | null) =>
    database
      .updateTable('attribute_definitions')
      .set({ deleted_at: at })
      .where('organization_id', '=', riverside)
      .where('key', '=', 'interests')
      .execute();
  await forget(new Date('2026-02-20T12:00:00Z'));
  try {
    const question = ask((await getSegment(database, riverside, segment.id))?.tree);
    const refused = {
      kind: 'refused',
      problems: [
        {
          pointer: '/attribute',
          sentence:
            'This segment uses the attribute “Interests”, which was deleted on February 20, 2026.',
        },
      ],
    };
    expect(await countSegment(database, question)).toEqual(refused);
    const page = { limit: 5, cursor: null };
    expect(await segmentMembers(database, question, page)).toEqual(refused);
    expect(await compileQuestion(database, question)).toEqual(refused);
  } finally {
    await forget(null);
  }
});

test('pages hold everybody once, though others come in between', async () => {
  await forgetContacts(database);
  const ids = await seedContacts(database, keys, Array(57).fill(people.maria));
  await seedContacts(database, keys, Array(20).fill(people.nia));
  const found: string[] = [];
  for (let cursor: string | null = null, pages = 0; ; pages++) {
    const page = await segmentMembers(database, ask(gold), { limit: 10, cursor });
    if (page.kind !== 'page') throw new Error('No page came back.');
    expect(page.members.length).toBeLessThanOrEqual(10);
    expect(page.members.map(({ id }) => bucketOf(id))).toEqual(
      page.members.map(({ bucket }) => bucket),
    );
    found.push(...page.members.map(({ id }) => id));
    cursor = page.nextCursor;
    if (cursor === null) break;
    if (pages < 3) await seedContacts(database, keys, Array(3).fill(people.john));
  }
  expect(new Set(found).size).toBe(found.length);
  expect(ids.filter((id) => !found.includes(id))).toEqual([]);
});

test('a page that ends with the last member is the last', async () => {
  await forgetContacts(database);
  await seedContacts(database, keys, Array(4).fill(people.maria));
  const page = { limit: 4, cursor: null };
  expect(await segmentMembers(database, ask(gold), page)).toMatchObject({ nextCursor: null });
  expect(await segmentMembers(database, ask(gold), { limit: 4, cursor: '255.7' })).toMatchObject({
    kind: 'page',
  });
  expect(await segmentMembers(database, ask(gold), { limit: 4, cursor: '1 or 1' })).toEqual({
    kind: 'bad-cursor',
  });
});

test('the batches for a launch hold everybody once, by bucket and id', async () => {
  await forgetContacts(database);
  const ids = await seedContacts(database, keys, Array(3_000).fill({ visits: 1 }));
  await seedContacts(database, others, [people.maria]);
  const asked = await compileQuestion(database, ask(everyone));
  if (asked.kind === 'refused') throw new Error('No members came back.');
  const batches: (readonly Member[])[] = [];
  for await (const pages of walkSegment(database, asked.segment, { also: [IDS] })) {
    batches.push(pages.flatMap(membersOf));
  }
  const found = batches.flat();
  expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  const order = found.map(({ bucket, id }) => `${String(bucket).padStart(3, '0')} ${id}`);
  expect(order).toEqual(order.toSorted());
  expect(batches.length).toBeLessThan(20);
});

test('whatever tree passes the check can be counted', async () => {
  await forgetContacts(database);
  await seedContacts(database, keys, Object.values(people));
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      const answer = await countSegment(database, ask(tree));
      if (answer.kind === 'counted') {
        counted += 1;
        expect(answer.count).toBeLessThanOrEqual(8);
      }
    }),
    { numRuns: 200 },
  );
  expect(counted).toBeGreaterThan(20);
});
