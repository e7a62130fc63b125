import { classOf, type SegmentTree, slowSentence } from '@postern/core/segments';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  makeCampaign,
  makeRiverside,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { loadDefinitions } from '../contacts/index.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import {
  createSegment,
  deleteSegment,
  getSegment,
  listSegments,
  loadKnown,
  type SegmentChange,
  updateSegment,
} from './index.ts';

const HERE: SegmentTree = { op: 'equals', attribute: 'city', value: 'Portland' };
const ILL: SegmentTree = { op: 'underCode', attribute: 'conditions', code: 'E11' };

let scratch: TestDatabase;
let database: Database;
let riverside: Riverside;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  riverside = await makeRiverside(database);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const save = async (name: string, tree: unknown = HERE) => {
  const segment = { name, tree, createdBy: null };
  const made = await createSegment(database, riverside.organizationId, segment);
  if (made.kind !== 'created') throw new Error(made.problems[0]?.sentence);
  return made.segment;
};
const change = (id: string, to: SegmentChange) =>
  inTransaction(database, (tx) => updateSegment(tx, riverside.organizationId, id, to));
const remove = (id: string) =>
  inTransaction(database, (tx) => deleteSegment(tx, riverside.organizationId, id, null));
const inSegment = (id: string): SegmentTree => ({ op: 'segment', id });

test('segments that would come back to themselves are refused, and the circle is named', async () => {
  const a = await save('A');
  const b = await save('B', inSegment(a.id));
  const c = await save('C', { op: 'not', of: inSegment(b.id) });
  const tree = { op: 'and', of: [HERE, inSegment(c.id)] };
  expect(await change(a.id, { name: 'A, again', tree, version: 1 })).toEqual({
    kind: 'refused',
    problems: [
      {
        pointer: '/of/1/id',
        sentence: '“A, again” uses “C”, which uses “B”, which uses “A, again”.',
      },
    ],
  });
  const itself = await change(b.id, { name: 'B', tree: inSegment(b.id), version: 1 });
  expect(itself).toMatchObject({ problems: [{ sentence: '“B” uses itself.' }] });
});

test('of two that begin to use each other at once, one does', async () => {
  const a = await save('One');
  const b = await save('Other');
  const answers = await Promise.all([
    change(a.id, { name: 'One', tree: inSegment(b.id), version: 1 }),
    change(b.id, { name: 'Other', tree: inSegment(a.id), version: 1 }),
  ]);
  expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['refused', 'updated']);
});

test('a segment that others name is not deleted, and they are told', async () => {
  const a = await save('Used');
  const b = await save('User', { op: 'or', of: [inSegment(a.id), ILL] });
  expect(await remove(a.id)).toMatchObject({ kind: 'in-use', by: [{ id: b.id }] });
  expect(await getSegment(database, riverside.organizationId, a.id)).not.toBeNull();
  expect(await remove(b.id)).toEqual({ kind: 'deleted' });
  expect(await remove(a.id)).toEqual({ kind: 'deleted' });
});

test('a segment that is not there cannot be named', async () => {
  const tree = inSegment(v7());
  const made = await createSegment(database, riverside.organizationId, {
    name: 'Lost',
    tree,
    createdBy: null,
  });
  expect(made).toMatchObject({
    problems: [{ pointer: '/id', sentence: 'There is no such segment; it may have been deleted.' }],
  });
});

test('each has a number of its own, which is not given again', async () => {
  const made = await Promise.all(['x', 'y', 'z'].map((name) => save(name)));
  await remove(made.at(-1)?.id ?? '');
  const next = await save('next');
  const all = await listSegments(database, riverside.organizationId);
  const numbers = [...all, ...made].map(({ number }) => number);
  expect(new Set(made.map(({ number }) => number)).size).toBe(3);
  expect(next.number).toBe(Math.max(...numbers));
  const elsewhere = await makeRiverside(database);
  const first = await createSegment(database, elsewhere.organizationId, {
    name: 'First',
    tree: HERE,
    createdBy: null,
  });
  expect(first).toMatchObject({ segment: { number: 1 } });
});

test('who had a campaign is classed as its audience and message are, whichever is higher', async () => {
  const { organizationId } = riverside;
  const definitions = await loadDefinitions(database, organizationId);
  const classFor = async (tree: SegmentTree) =>
    classOf(tree, definitions, await loadKnown(database, organizationId, [tree]))?.sensitivity;
  const opened = (campaign: string): SegmentTree => ({ op: 'event', kind: 'opened', campaign });

  const plain = await makeCampaign(riverside);
  const ofIll = await makeCampaign(riverside, { tree: ILL });
  const tells = await makeCampaign(riverside, { body: '<p>You take {{ drugs }}.</p>' });
  expect(await classFor(opened(plain.id))).toBeUndefined();
  expect(await classFor(opened(ofIll.id))).toBe('diagnosis');
  expect(await classFor(opened(tells.id))).toBe('diagnosis');

  // its audience is made of those who had another
  const after = await makeCampaign(riverside, { tree: opened(ofIll.id) });
  expect(await classFor({ op: 'not', of: opened(after.id) })).toBe('diagnosis');
  const within = await save('Readers', opened(after.id));
  expect(await classFor(inSegment(within.id))).toBe('diagnosis');

  // what cannot be found any more could have been anything
  await remove(plain.segmentId);
  expect(await classFor(opened(plain.id))).toBe('part2');
  expect(await classFor(opened(v7()))).toBe('part2');
});

test('a segment that reads histories says which condition makes it slow, in those it names too', async () => {
  const quiet = await save('Quiet', {
    op: 'not',
    of: { op: 'event', kind: 'opened', withinDays: 90 },
  });
  const known = await loadKnown(database, riverside.organizationId);
  expect(slowSentence({ op: 'and', of: [HERE, inSegment(quiet.id)] }, known)).toBe(
    'This segment is slower than others: “a message was opened within the last 90 days” reads what happened and was said, of everybody, and not a value that stands ready.',
  );
  expect(
    slowSentence({ op: 'and', of: [HERE, { op: 'sample', percent: 5, seed: 'a' }] }, known),
  ).toBeNull();
});
