import { authorizationEnds, type ConsentFact, recipientAt } from '@postern/core/consent';
import { checkTree, matches, type SegmentTree, describe as spoken } from '@postern/core/segments';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addPatients,
  authorization,
  makeRiverside,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { person } from '../../../../tests/segments/truth-table.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { loadConsent } from '../consent/index.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { segmentMembers } from './index.ts';

const TODAY = '2026-06-01';
const until = (on: string, id = v7()) => authorization({ id, expiry: { kind: 'date', on } });
const revoked = (on: string): readonly ConsentFact[] => {
  const id = v7();
  return [until(on, id), { kind: 'authorization_revoked', documentId: id }];
};
const event = { kind: 'event', name: 'I leave', occurredOn: null } as const;

const PEOPLE: Readonly<Record<string, readonly ConsentFact[]>> = {
  'ends today': [until(TODAY)],
  'ends in 30 days': [until('2026-07-01')],
  'ends in 31 days': [until('2026-07-02')],
  'ended yesterday': [until('2026-05-31')],
  'has one that ends and one that does not': [until('2026-06-10'), until('2030-01-01')],
  'ends by an event': [authorization({ expiry: event })],
  'says nothing of an end': [authorization({ expiry: null })],
  revoked: revoked('2026-06-10'),
  'revoked another': [...revoked('2026-06-10'), until('2026-06-11')],
  'came revoked': [
    authorization({
      revokedAt: '2026-02-01T00:00:00Z',
      expiry: { kind: 'date', on: '2026-06-10' },
    }),
  ],
  'revoked before a deletion': [
    until('2026-06-10'),
    { kind: 'earlier_revoked', documents: 'marketing', until: '2026-05-31T00:00:00.000Z' },
  ],
  'revoked another kind before a deletion': [
    until('2026-06-10'),
    { kind: 'earlier_revoked', documents: 'sale_of_phi', until: '2026-05-31T00:00:00.000Z' },
    { kind: 'earlier_revoked', documents: 'other', until: '2026-05-31T00:00:00.000Z' },
  ],
  'signed anew after it': [
    authorization({ signedOn: '2026-05-30', expiry: { kind: 'date', on: '2026-06-10' } }),
    { kind: 'earlier_revoked', documents: 'marketing', until: '2026-05-29T09:00:00.000Z' },
  ],
  'signed nothing': [],
};
const NAMES = Object.keys(PEOPLE);

let scratch: TestDatabase;
let database: Database;
let riverside: Riverside;
let ids: readonly string[];
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  riverside = await makeRiverside(database);
  const other = await makeRiverside(database);
  const all = Object.values(PEOPLE).map((facts) => ({ attributes: {}, facts }));
  ids = await addPatients(riverside, all);
  await addPatients(other, all);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const ENDS: SegmentTree = { op: 'authorizationEnds', days: 30 };
const EXPECTED = [
  'ends today',
  'ends in 30 days',
  'has one that ends and one that does not',
  'revoked another',
  'revoked another kind before a deletion',
  'signed anew after it',
];
const without = (some: readonly string[]) => NAMES.filter((name) => !some.includes(name));
/** Reads the rows of a contact once, as a tree of many conditions does. */
const MANY: SegmentTree = {
  op: 'and',
  of: [
    ENDS,
    ...Array.from(
      { length: 30 },
      (): SegmentTree => ({
        op: 'not',
        of: { op: 'equals', attribute: 'plan', value: 'Gold' },
      }),
    ),
  ],
};

test.each<[string, SegmentTree, readonly string[]]>([
  ['within 30 days', ENDS, EXPECTED],
  ['not so', { op: 'not', of: ENDS }, without(EXPECTED)],
  ['today', { op: 'authorizationEnds', days: 0 }, ['ends today']],
  ['beside many conditions', MANY, EXPECTED],
])('whose authorization ends %s is found as SQL and in memory alike', async (_, tree, expected) => {
  const { keys } = riverside;
  const question = { keys, tree, today: TODAY };
  const page = await segmentMembers(database, question, { limit: 100, cursor: null });
  if (page.kind !== 'page') throw new Error(page.kind);
  const found = new Set(page.members.map(({ id }) => id));
  expect(NAMES.filter((_name, place) => found.has(ids[place] ?? ''))).toEqual(expected);
  expect(found.size).toBe(expected.length);
  const consent = await loadConsent(database, keys, ids);
  const inMemory = NAMES.filter((_name, place) => {
    const standing = recipientAt(consent.get(ids[place] ?? '') ?? [], `${TODAY}T12:00:00Z`);
    return matches(tree, person({ authorizationEnds: authorizationEnds(standing) }), {
      today: TODAY,
      definitions: [],
      segments: new Map(),
    });
  });
  expect(inMemory).toEqual(expected);
});

test('is told in words, and its days are checked', () => {
  expect(spoken(ENDS, [])).toBe('An authorization ends within the next 30 days');
  expect(spoken({ op: 'not', of: { op: 'authorizationEnds', days: 1 } }, [])).toBe(
    'No authorization ends within the next day',
  );
  expect(checkTree({ op: 'authorizationEnds', days: -1 }, [])).toEqual({
    problems: [{ pointer: '/days', sentence: 'Expected a whole number of days, 0 to 36500.' }],
  });
});
