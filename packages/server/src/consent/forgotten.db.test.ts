import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConsentEvent, type ConsentFact, isAsStrict } from '@postern/core/consent';
import fc from 'fast-check';
import { parse as uuidBytes, v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { temporaryDirectory } from '../../../../tests/support/temporary-directory.ts';
import { importFile } from '../contacts/index.ts';
import { bucketOf, inTransaction } from '../database/index.ts';
import {
  forgetPerson,
  loadConsent,
  mergeConsent,
  openEvidence,
  otherAddresses,
  recordConsent,
  recordKept,
  sealEvidence,
} from './index.ts';

let scratch: TestDatabase;
let world: SendingWorld;
let numbered = 0;

beforeAll(async () => {
  scratch = await testDatabase();
  world = await sendingWorld(scratch.url);
});
const directory = temporaryDirectory('postern-kept-');
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await world.close();
  await scratch.drop();
});

const scope = fc.constantFrom(
  ...([
    'all_commercial',
    'marketing',
    'fundraising',
    'topic:0199a000-0000-7000-8000-000000000001',
    'stream:marketing',
    'stream:transactional',
  ] as const),
);
const fact: fc.Arbitrary<ConsentFact> = fc.oneof(
  fc.record({ kind: fc.constantFrom('opted_out', 'opted_in'), scope }),
  fc.record({ kind: fc.constantFrom('restriction_agreed', 'restriction_ended') }),
  fc.record({
    kind: fc.constant('confidential_communication' as const),
    wish: fc.constantFrom('no_email', 'other_address', 'none'),
  }),
  fc.record({
    kind: fc.constant('frequency_chosen' as const),
    most: fc.option(fc.integer({ min: 1, max: 9 })),
    period: fc.constantFrom('day', 'week', 'month'),
  }),
  fc.record({ kind: fc.constant('minor_consents_alone' as const), parent: fc.boolean() }),
  fc.constant({ kind: 'complained' } as const),
  fc.constant({ kind: 'deceased', on: null } as const),
  fc.record({
    kind: fc.constant('channel_chosen' as const),
    channel: fc.constantFrom('email', 'phone', 'post', 'portal'),
  }),
);
const LONG_AGO = Date.UTC(2026, 0, 1);
const said = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 5 }).map((n) => new Date(LONG_AGO + n * 1000)), fact }),
  { maxLength: 8 },
);
type Said = readonly { readonly at: Date; readonly fact: ConsentFact }[];

const record = (contactId: string, events: Said) =>
  inTransaction(world.database, (tx) =>
    recordConsent(
      tx,
      world.keys,
      events.map((event) => ({ ...event, contactId, source: 'staff', actor: 'system' })),
    ),
  );
const ledger = async (contactId: string): Promise<readonly ConsentEvent[]> =>
  (await loadConsent(world.database, world.keys, [contactId])).get(contactId) ?? [];
const forget = (contactId: string) =>
  inTransaction(world.database, (tx) => forgetPerson(tx, world.keys, contactId, new Date()));
const isStricter = (a: readonly ConsentEvent[], b: readonly ConsentEvent[]) =>
  isAsStrict(a, b, new Date().toISOString());

/** Imports a file of these people, and answers the contact who has the address. */
async function put(
  rows: readonly { email: string; number: string }[],
  batchRows?: number,
): Promise<string[]> {
  const path = join(directory, 'people.csv');
  const lines = rows.map(({ email, number }) => `${email},${number},Ana`);
  writeFileSync(path, ['Email,MRN,First name', ...lines].join('\n'));
  const deps = { ...world, onNewKeys: recordKept };
  const done = await importFile(deps, {
    organizationId: world.organizationId,
    source: 'own_records',
    path,
    ...(batchRows === undefined ? {} : { batchRows }),
    mapping: [
      { column: 0, attribute: 'email' },
      { column: 1, attribute: 'record_number' },
      { column: 2, attribute: 'given_name' },
    ],
  });
  if (done.kind !== 'imported' || done.import.created + done.import.updated !== rows.length) {
    throw new Error(JSON.stringify(done));
  }
  return Promise.all(
    rows.map(async ({ number }) => {
      const { rows: found } = await world.pool.query(
        'select contact_id from contact_keys where token = $1',
        [world.keys.lookupToken('record_number', number)],
      );
      return String(found[0].contact_id);
    }),
  );
}
async function putOne(email: string, number: string): Promise<string> {
  const [id] = await put([{ email, number }]);
  if (id === undefined) throw new Error('nobody');
  return id;
}
const person = () => {
  numbered++;
  return { email: `kept${numbered}@example.org`, number: `K-${numbered}` };
};

it('refuses after a deletion and another import what was refused before, by address or by number', async () => {
  await fc.assert(
    fc.asyncProperty(said, said, fc.boolean(), async (before, after, byAddress) => {
      const { email, number } = person();
      const first = await putOne(email, number);
      await record(first, before);
      const known = await ledger(first);
      await forget(first);
      // the link in an old mail still works
      await record(first, after);
      const other = person();
      const again = byAddress
        ? await putOne(email, other.number)
        : await putOne(other.email, number);
      expect(again).not.toBe(first);
      const now = await ledger(again);
      expect(isStricter(now, known)).toBe(true);
      for (const one of (await ledger(first)).filter(({ id }) => !known.some((k) => k.id === id))) {
        expect(isStricter(now, [one])).toBe(true);
      }
    }),
    { numRuns: 25 },
  );
});

it('refuses for one who comes late in a file, when all who are on file are known', async () => {
  const { email, number } = person();
  const first = await putOne(email, number);
  await record(first, [{ at: new Date(LONG_AGO), fact: { kind: 'complained' } }]);
  const known = await ledger(first);
  await forget(first);
  const others = Array.from({ length: 8 }, person);
  const again = (await put([...others, { email, number: person().number }], 1)).at(-1) ?? '';
  expect(isStricter(await ledger(again), known)).toBe(true);
  expect(known).toHaveLength(1);
});

it('comes to one who gets the address of somebody who was deleted, and loosens nothing of theirs', async () => {
  await fc.assert(
    fc.asyncProperty(said, said, async (gone, stays) => {
      const [left, other] = [person(), person()];
      const [first, second] = await put([left, other]);
      if (first === undefined || second === undefined) throw new Error('nobody');
      await record(first, gone);
      await record(second, stays);
      const [before, theirs] = [await ledger(first), await ledger(second)];
      await forget(first);
      await putOne(left.email, other.number);
      const now = await ledger(second);
      expect(isStricter(now, before)).toBe(true);
      expect(isStricter(now, theirs)).toBe(true);
    }),
    { numRuns: 25 },
  );
});

it('refuses in two records that are put together what either refused, and once', async () => {
  await fc.assert(
    fc.asyncProperty(said, said, async (one, other) => {
      const [from, into] = await put([person(), person()]);
      if (from === undefined || into === undefined) throw new Error('nobody');
      await record(from, one);
      await record(into, other);
      const [a, b] = [await ledger(from), await ledger(into)];
      const merge = () =>
        inTransaction(world.database, (tx) => mergeConsent(tx, world.keys, from, into, new Date()));
      await merge();
      const both = await ledger(into);
      expect(isStricter(both, a)).toBe(true);
      expect(isStricter(both, b)).toBe(true);
      expect(both.map(({ id }) => id)).toEqual(
        expect.arrayContaining([...a, ...b].map(({ id }) => id)),
      );
      expect(await merge()).toEqual([]);
      expect(await ledger(into)).toHaveLength(both.length);
      expect(await ledger(from)).toEqual(a);
    }),
    { numRuns: 25 },
  );
});

it('keeps what somebody refuses by an old link after they were deleted', async () => {
  const { email, number } = person();
  const first = await putOne(email, number);
  await forget(first);
  await record(first, [{ at: new Date(), fact: { kind: 'opted_out', scope: 'all_commercial' } }]);
  const again = await putOne(email, number);
  expect(await ledger(again)).toEqual([
    expect.objectContaining({
      source: 'kept',
      fact: { kind: 'opted_out', scope: 'all_commercial' },
    }),
  ]);
});

it('deletes identity, values and keys, and keeps the ledger for six years', async () => {
  const { email, number } = person();
  const id = await putOne(email, number);
  await record(id, [{ at: new Date(), fact: { kind: 'opted_out', scope: 'marketing' } }]);
  const done = await forget(id);
  const years = (done?.keptUntil?.getUTCFullYear() ?? 0) - new Date().getUTCFullYear();
  expect(years).toBe(6);
  for (const [table, column] of [
    ['contacts', 'id'],
    ['contact_keys', 'contact_id'],
  ]) {
    const { rows } = await world.pool.query(`select 1 from ${table} where ${column} = $1`, [id]);
    expect({ table, rows }).toEqual({ table, rows: [] });
  }
  const { rows } = await world.pool.query<{ data: Buffer }>(
    'select data from contact_pages where bucket = $1',
    [bucketOf(id)],
  );
  expect(rows.filter(({ data }) => data.includes(Buffer.from(uuidBytes(id))))).toEqual([]);
  expect(await ledger(id)).toHaveLength(1);
  expect(await forget(id)).toBeNull();
  expect(await forget('not an id')).toBeNull();
});

it('waits with a refusal that is being recorded, so that a deletion does not lose it', async () => {
  const { email, number } = person();
  const id = await putOne(email, number);
  let forgotten: Promise<unknown> = Promise.resolve();
  await inTransaction(world.database, async (tx) => {
    const fact = { kind: 'opted_out', scope: 'fundraising' } as const;
    const event = { contactId: id, fact, source: 'page', actor: 'recipient', at: new Date() };
    await recordConsent(tx, world.keys, [event]);
    forgotten = forget(id);
    const waiting = async () => {
      const { rows } = await world.pool.query(
        `select 1 from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length;
    };
    await expect.poll(waiting).toBe(1);
  });
  await forgotten;
  const facts = (await ledger(await putOne(email, number))).map((event) => event.fact);
  expect(facts).toEqual([{ kind: 'opted_out', scope: 'fundraising' }]);
});

it('takes the other address along when two records are put together', async () => {
  const [from, into] = await put([person(), person()]);
  if (from === undefined || into === undefined) throw new Error('nobody');
  const now = new Date();
  const wish = { kind: 'confidential_communication', wish: 'other_address' } as const;
  await inTransaction(world.database, (tx) =>
    recordConsent(tx, world.keys, [
      {
        contactId: from,
        fact: wish,
        source: 'staff',
        actor: 'system',
        at: new Date(now.getTime() - 9_000),
        evidence: sealEvidence(world.keys, from, { otherAddress: 'elsewhere@example.org' }),
      },
      {
        contactId: into,
        fact: { ...wish, wish: 'none' },
        source: 'staff',
        actor: 'system',
        at: new Date(now.getTime() - 5_000),
      },
    ]),
  );
  await inTransaction(world.database, (tx) => mergeConsent(tx, world.keys, from, into, now));
  const consent = await loadConsent(world.database, world.keys, [into]);
  const found = await otherAddresses(world.database, world.keys, consent, now.toISOString());
  expect(found.get(into)).toBe('elsewhere@example.org');
  const { rows } = await world.pool.query(
    'select evidence_sealed from consent_events where contact_id = $1 and evidence_sealed is not null',
    [from],
  );
  expect(() => openEvidence(world.keys, v7(), rows[0].evidence_sealed)).toThrow();
});
