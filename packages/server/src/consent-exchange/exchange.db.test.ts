import { type ConsentFact, isAsStrict, recipientAt } from '@postern/core/consent';
import { COLUMNS, rowOf } from '@postern/core/consent-exchange';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorization } from '../../../../tests/support/authorization.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import {
  createTopic,
  forgetPerson,
  loadConsent,
  recordConsent,
  recordKept,
  releaseSuppression,
  suppressedAmong,
} from '../consent/index.ts';
import { csvLine, loadDefinitions, writeContacts } from '../contacts/index.ts';
import { inTransaction } from '../database/index.ts';
import {
  type ExchangeKind,
  exportConsents,
  exportFhir,
  exportSuppressions,
  getExchange,
  importFhir,
  listReports,
  rejectedRowsCsv,
  runExchange,
  startWriting,
  uploadExchange,
} from './index.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const USER = '0199aaaa-0000-7000-8000-00000000000a';

let db: TestDatabase;
let world: SendingWorld;
let people = 0;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});

const deps = () => ({ database: world.database, keyring: world.keyring, now: () => NOW });

async function person(attributes: Record<string, string> = {}) {
  const number = `RFH-${String(++people).padStart(6, '0')}`;
  const email = `maria${people}@example.org`;
  const id = crypto.randomUUID();
  const all = { record_number: number, email, ...attributes };
  const definitions = await loadDefinitions(world.database, world.organizationId);
  await inTransaction(world.database, (tx) =>
    writeContacts(tx, world.keys, definitions, [{ id, before: null, attributes: all }], NOW),
  );
  return { id, number, email: all.email };
}

async function* once(bytes: Buffer) {
  yield bytes;
}

async function check(text: string | Buffer, kind: ExchangeKind = 'consents', batchRows = 2) {
  const { organizationId } = world;
  const source = once(Buffer.from(text));
  const upload = { organizationId, userId: USER, kind, fileName: 'consents.csv', source };
  const uploaded = await uploadExchange(deps(), upload);
  if (uploaded.kind === 'refused') return uploaded.problem;
  const ref = { organizationId, importId: uploaded.importId };
  await runExchange(deps(), { ...ref, signal: new AbortController().signal, batchRows });
  return ref;
}

async function write(ref: Awaited<ReturnType<typeof check>>) {
  if (typeof ref === 'string') throw new Error(ref);
  const { kind } = await startWriting(deps(), ref, USER);
  if (kind === 'started') {
    await runExchange(deps(), { ...ref, signal: new AbortController().signal, batchRows: 2 });
  }
  return figures(ref);
}

async function figures(ref: Awaited<ReturnType<typeof check>>) {
  if (typeof ref === 'string') throw new Error(ref);
  const found = await getExchange(world.database, world.keys, ref.importId);
  if (!found) throw new Error('The file is gone.');
  const { state, rows, valid, known, rejected, noEffect } = found;
  expect(rows).toBe(valid + known + rejected);
  return { state, valid, known, rejected, noEffect };
}

async function reports(ref: Awaited<ReturnType<typeof check>>) {
  if (typeof ref === 'string') throw new Error(ref);
  return listReports(world.database, world.keys, ref.importId, { after: 0, limit: 100 });
}

const events = async (id: string) =>
  (await loadConsent(world.database, world.keys, [id])).get(id) ?? [];
const standing = async (id: string) => recipientAt(await events(id), NOW.toISOString());
const record = (contactId: string, fact: ConsentFact, at: string) =>
  inTransaction(world.database, (tx) =>
    recordConsent(tx, world.keys, [
      { contactId, fact, source: 'page', actor: 'recipient', at: new Date(at) },
    ]),
  );
async function text(pieces: AsyncIterable<string>) {
  let all = '';
  for await (const piece of pieces) all += piece;
  return all;
}

async function rejected(importId: string) {
  const pieces = await rejectedRowsCsv(world.database, world.keys, importId);
  if (pieces === null) throw new Error('There is no such file.');
  return pieces;
}

const DOCUMENT = authorization({
  id: 'paper 1',
  expiry: { kind: 'date', on: '2027-05-01' },
  signedOn: '2026-05-01',
});

const HEAD = COLUMNS.join(',');
const row = (number: string, fact: ConsentFact, at = '') =>
  csvLine(
    COLUMNS.map((column) => rowOf({ recordNumber: number, email: null }, at, fact)[column]),
  ).trim();
const signed = (number: string, over: Partial<Record<keyof typeof DOCUMENT, unknown>> = {}) =>
  row(number, {
    kind: 'authorization_signed',
    document: { ...DOCUMENT, ...over },
  } as ConsentFact);
const file = (...rows: string[]) => [HEAD, ...rows, ''].join('\r\n');

describe('a file of consents', () => {
  it('is looked at from end to end before anything is written', async () => {
    const ana = await person();
    const ref = await check(
      file(
        row(ana.number, { kind: 'opted_out', scope: 'marketing' }),
        signed(ana.number),
        'nonsense',
        row('RFH-999999', { kind: 'complained' }),
      ),
    );
    expect(await figures(ref)).toEqual({
      state: 'checked',
      valid: 2,
      known: 0,
      rejected: 2,
      noEffect: 0,
    });
    expect(await events(ana.id)).toEqual([]);
    expect(await write(ref)).toMatchObject({ state: 'done', valid: 2, rejected: 2 });
    const { optOuts, authorizations } = await standing(ana.id);
    expect(optOuts).toEqual(['marketing']);
    expect(authorizations).toMatchObject([{ kinds: ['marketing'], signedOn: '2026-05-01' }]);
  });

  it('reports who is not on file, and makes nobody', async () => {
    const before = await world.database.selectFrom('contacts').select('id').execute();
    const ref = await check(file(row('RFH-999999', { kind: 'complained' })));
    expect(await reports(ref)).toMatchObject([
      {
        line: 2,
        verdict: 'rejected',
        faults: [
          {
            column: 'record_number',
            found: 'RFH-999999',
            expected: expect.stringContaining('on file'),
          },
        ],
      },
    ]);
    expect(await write(ref)).toMatchObject({ state: 'checked', valid: 0, rejected: 1 });
    expect(await world.database.selectFrom('contacts').select('id').execute()).toHaveLength(
      before.length,
    );
  });

  it('reports an address that two people share', async () => {
    const one = await person();
    await person({ email: one.email });
    const ref = await check(`email,event\n${one.email},complained\n`);
    expect((await reports(ref))[0]?.faults[0]?.expected).toMatch(/record number is needed/);
  });

  it.each([
    ['an expiry in the past', { expiry: { kind: 'date', on: '2025-01-01' } }, /has expired/],
    ['a signature without a date', { signedOn: null }, /not signed and dated/],
    ['no purpose', { purposeDescribed: false }, /does not describe its purpose/],
  ])('takes a document with %s, and says why it allows nothing', async (_, over, why) => {
    const ana = await person();
    const ref = await check(file(signed(ana.number, over)));
    expect(await figures(ref)).toMatchObject({ valid: 1, noEffect: 1, rejected: 0 });
    const [report] = await reports(ref);
    expect(report?.verdict).toBe('no_effect');
    expect(report?.reasons.join(' ')).toMatch(why);
    await write(ref);
    expect((await standing(ana.id)).authorizations).toHaveLength(1);
  });

  it('twice adds nothing, in one file or two', async () => {
    const ana = await person();
    const rows = [
      signed(ana.number),
      row(ana.number, { kind: 'opted_out', scope: 'fundraising' }, '2026-06-01T10:00:00.000Z'),
      row(ana.number, { kind: 'complained' }),
      signed(ana.number),
      row(ana.number, { kind: 'complained' }),
    ];
    expect(await write(await check(file(...rows)))).toMatchObject({ valid: 3, known: 2 });
    const after = await events(ana.id);
    expect(after).toHaveLength(3);
    expect(await write(await check(file(...rows)))).toMatchObject({ valid: 0, known: 5 });
    expect(await events(ana.id)).toEqual(after);
  });

  it('with a mark and semicolons, as spreadsheets write it, is read alike', async () => {
    const ana = await person();
    const ref = await check(
      `\u{feff}Record number;Event;Scope;At\r\n${ana.number};opted_out;marketing;5/1/2026\r\n`,
    );
    expect(await write(ref)).toMatchObject({ valid: 1, rejected: 0 });
    const [event] = await events(ana.id);
    expect(event).toMatchObject({ at: '2026-05-01T23:59:59.999Z', source: 'import' });
  });

  it('does not end what a person refused, unless it says when, and that was later', async () => {
    const ana = await person();
    await record(ana.id, { kind: 'opted_out', scope: 'marketing' }, '2026-06-01T12:00:00Z');
    const back = (at: string) => row(ana.number, { kind: 'opted_in', scope: 'marketing' }, at);
    expect(await write(await check(file(back(''))))).toMatchObject({ valid: 0, rejected: 1 });
    // of the same day the refusal stands
    await write(await check(file(back('2026-05-30'), back('2026-06-01'))));
    expect((await standing(ana.id)).optOuts).toEqual(['marketing']);
    await write(await check(file(back('2026-06-02'))));
    expect((await standing(ana.id)).optOuts).toEqual([]);
  });

  it('of refusals never makes anybody’s state looser', async () => {
    const ana = await person();
    const fact = fc.constantFrom<ConsentFact>(
      { kind: 'opted_out', scope: 'all_commercial' },
      { kind: 'opted_in', scope: 'marketing' },
      { kind: 'opted_in', scope: 'fundraising' },
      { kind: 'restriction_agreed' },
      { kind: 'restriction_ended' },
      { kind: 'confidential_communication', wish: 'no_email' },
      { kind: 'confidential_communication', wish: 'none' },
    );
    await record(ana.id, { kind: 'opted_out', scope: 'marketing' }, '2026-06-01T12:00:00Z');
    await fc.assert(
      fc.asyncProperty(fc.array(fact, { minLength: 1, maxLength: 4 }), async (facts) => {
        const before = await events(ana.id);
        await write(await check(file(...facts.map((one) => row(ana.number, one)))));
        expect(isAsStrict(await events(ana.id), before, NOW.toISOString())).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('does not replace a document that is on file by another text', async () => {
    const ana = await person();
    await write(await check(file(signed(ana.number, { purposeDescribed: false }))));
    const other = await check(file(signed(ana.number)));
    expect((await reports(other))[0]?.faults[0]).toMatchObject({
      column: 'document',
      expected: expect.stringContaining('reference of its own'),
    });
    const within = await check(
      file(
        signed(ana.number, { id: 'paper 2' }),
        signed(ana.number, { id: 'paper 2', signedOn: null }),
      ),
    );
    expect(await figures(within)).toMatchObject({ valid: 1, rejected: 1 });
  });

  it('revokes a document of a row before it, and none that nobody knows', async () => {
    const ana = await person();
    const revoked = (documentId: string) =>
      row(ana.number, { kind: 'authorization_revoked', documentId }, '2026-07-01T08:00:00.000Z');
    const ref = await check(file(signed(ana.number), revoked('paper 1'), revoked('paper 9')));
    expect(await figures(ref)).toMatchObject({ valid: 2, rejected: 1 });
    await write(ref);
    const [document] = (await standing(ana.id)).authorizations;
    expect(document?.revokedAt).toBe('2026-07-01T08:00:00.000Z');
  });

  it('names a topic by its name, and refuses one that does not exist', async () => {
    const ana = await person();
    const made = await inTransaction(world.database, (tx) =>
      createTopic(tx, world.organizationId, { name: 'Heart health', description: '' }, NOW),
    );
    const out = (name: string) => row(ana.number, { kind: 'opted_out', scope: `topic:${name}` });
    const ref = await check(file(out('heart HEALTH'), out('Feet')));
    expect(await write(ref)).toMatchObject({ valid: 1, rejected: 1 });
    const [event] = await events(ana.id);
    expect(JSON.stringify(event?.fact)).toContain(`topic:${made.id}`);
  });

  it.each([
    ['event,Ana Ruiz\n', /heading of column 2 is not one/],
    ['record_number,scope\nx,y\n', /headed “event”/],
    ['event,scope\nx,y\n', /who a row is about/],
    ['', /empty/],
  ])('with a heading that is none of ours is refused whole: %j', async (content, problem) => {
    expect(await check(content)).toMatch(problem);
  });

  it('goes on after a crash where it stopped, and counts nothing twice', async () => {
    const ana = await person();
    const rows = ['marketing', 'fundraising', 'all_commercial'].map((scope) =>
      row(ana.number, { kind: 'opted_out', scope } as ConsentFact),
    );
    const ref = await check(file(...rows));
    if (typeof ref === 'string') throw new Error(ref);
    await startWriting(deps(), ref, USER);
    const stop = new AbortController();
    stop.abort();
    const run = { ...ref, batchRows: 2 };
    expect(await runExchange(deps(), { ...run, signal: stop.signal })).toBe('interrupted');
    expect(await runExchange(deps(), { ...run, signal: new AbortController().signal })).toBe(
      'done',
    );
    expect(await figures(ref)).toMatchObject({ state: 'done', valid: 3 });
    expect(await events(ana.id)).toHaveLength(3);
  });

  it('leaves its rejected rows as a file to mend, and nothing of itself', async () => {
    const ana = await person();
    const ref = await check(file(row(ana.number, { kind: 'complained' }), '=cmd,x'));
    if (typeof ref === 'string') throw new Error(ref);
    await write(ref);
    const csv = await text(await rejected(ref.importId));
    // the reason alone, not as what a cell should hold
    expect(csv).toContain(',The row has 2 columns and the heading has 28.,');
    expect(csv).toContain(`"'=cmd"`);
    const left = await world.database
      .selectFrom('import_chunks')
      .select('ordinal')
      .where('import_id', '=', ref.importId)
      .execute();
    expect(left).toEqual([]);
  });

  it('exported and taken in again adds nothing', async () => {
    const ana = await person();
    await record(
      ana.id,
      {
        kind: 'authorization_signed',
        document: { ...DOCUMENT, id: crypto.randomUUID() },
      } as unknown as ConsentFact,
      '2026-05-01T09:00:00Z',
    );
    await record(
      ana.id,
      { kind: 'frequency_chosen', most: 1, period: 'month' },
      '2026-05-02T09:00:00Z',
    );
    await record(ana.id, { kind: 'opted_out', scope: 'stream:marketing' }, '2026-05-03T09:00:00Z');
    const csv = await text(exportConsents(world.database, world.keys));
    expect(csv).toContain(ana.number);
    const ref = await check(csv);
    const found = await figures(ref);
    expect(found).toMatchObject({ valid: 0, rejected: 0 });
    expect(found.known).toBeGreaterThan(2);
  });
});

describe('a list of addresses to which nothing is sent', () => {
  it('is written in as many statements for three hundred as for three', async () => {
    const statements = async (count: number) => {
      const lines = Array.from({ length: count }, (_, n) => `of${count}at${n}@example.net`);
      const ref = await check(`email\n${lines.join('\n')}\n`, 'suppressions', 500);
      if (typeof ref === 'string') throw new Error(ref);
      await startWriting(deps(), ref, USER);
      let asked = 0;
      const counting = world.database.withPlugin({
        transformQuery: ({ node }) => {
          asked += 1;
          return node;
        },
        transformResult: async ({ result }) => result,
      });
      const { signal } = new AbortController();
      await runExchange({ ...deps(), database: counting }, { ...ref, signal });
      const found = await suppressedAmong(world.database, world.keys, lines);
      expect(found.size).toBe(count);
      return asked;
    };
    expect(await statements(300)).toBe(await statements(3));
  });

  it('takes the place of a complaint, heeds who was released since, and counts each once', async () => {
    const [complained, released, fresh] = ['a', 'b', 'c'].map((one) => `graver-${one}@example.net`);
    const first = `email,reason,since\n${complained},complaint,2026-01-01\n${released},by_hand,2026-01-01\n`;
    expect(await write(await check(first, 'suppressions', 500))).toMatchObject({ valid: 2 });
    const before = await suppressedAmong(world.database, world.keys, [released ?? '']);
    const by = { userId: USER, at: new Date('2026-06-01T00:00:00Z') };
    await inTransaction(world.database, (tx) =>
      releaseSuppression(tx, world.organizationId, before.get(released ?? '')?.id ?? '', by),
    );
    const lines = [complained, released, fresh, fresh, complained].map(
      (email) => `${email},hard_bounce,2026-02-01`,
    );
    const ref = await check(`email,reason,since\n${lines.join('\n')}\n`, 'suppressions', 500);
    expect(await write(ref)).toMatchObject({ valid: 2, known: 2, rejected: 1 });
    const now = await suppressedAmong(world.database, world.keys, [
      complained ?? '',
      released ?? '',
      fresh ?? '',
    ]);
    expect([...now].map(([email, { reason }]) => [email, reason])).toEqual([
      [complained, 'hard_bounce'],
      [fresh, 'hard_bounce'],
    ]);
  });

  const reasonOf = async (email: string) =>
    (await suppressedAmong(world.database, world.keys, [email])).get(email)?.reason;

  it('is kept as hashes alone, with the reasons of other systems in ours', async () => {
    const ref = await check(
      'Email,Reason\ngone1@example.net,bounced\nangry1@example.net,spam\nnone,bounced\nx1@example.net,because\n',
      'suppressions',
    );
    expect(await reasonOf('gone1@example.net')).toBeUndefined();
    expect(await write(ref)).toMatchObject({ state: 'done', valid: 2, rejected: 2 });
    expect(await reasonOf('gone1@example.net')).toBe('hard_bounce');
    expect(await reasonOf('angry1@example.net')).toBe('complaint');
    const { rows } = await db.pool.query('select s::text as line from suppressions s');
    expect(rows.map(({ line }) => line).join()).not.toContain('gone1');
  });

  it('twice adds nothing, and brings nobody back into it who was let out since', async () => {
    const list = 'email,since\nback1@example.net,2026-01-01\n';
    expect(await write(await check(list, 'suppressions'))).toMatchObject({ valid: 1 });
    expect(await write(await check(list, 'suppressions'))).toMatchObject({ valid: 0, known: 1 });
    const found = await suppressedAmong(world.database, world.keys, ['back1@example.net']);
    const id = found.get('back1@example.net')?.id ?? '';
    await inTransaction(world.database, (tx) =>
      releaseSuppression(tx, world.organizationId, id, { userId: USER, at: NOW }),
    );
    expect(await write(await check(list, 'suppressions'))).toMatchObject({ valid: 0, rejected: 1 });
    expect(await reasonOf('back1@example.net')).toBeUndefined();
  });

  it('longer than any piece of it that is held is read to its end, each address once', async () => {
    const lines = Array.from(
      { length: 8_000 },
      (_, at) => `address.number.${at % 7_000}@example.net`,
    );
    const ref = await check(`email\n${lines.join('\n')}\n`, 'suppressions', 500);
    expect(await figures(ref)).toMatchObject({ valid: 7_000, known: 1_000, rejected: 0 });
  });

  it('exported names who is on file, and gives of others a token that works here alone', async () => {
    const ana = await person();
    await write(await check(`email\n${ana.email}\nnobody1@example.net\n`, 'suppressions'));
    const csv = await text(exportSuppressions(world.database, world.keys));
    expect(csv).toContain(ana.email);
    expect(csv).not.toContain('nobody1');
    const again = await check(csv, 'suppressions');
    expect(await figures(again)).toMatchObject({ valid: 0, rejected: 0 });
    const foreign = `email,token\n,${'ab'.repeat(32)}.${'cd'.repeat(8)}\n`;
    const ref = await check(foreign, 'suppressions');
    expect((await reports(ref))[0]?.faults[0]?.expected).toMatch(/by this organization/);
  });
});

describe('FHIR', () => {
  const taken = (resource: unknown) =>
    importFhir(
      deps(),
      { organizationId: world.organizationId, userId: USER },
      { resource, patientSystem: null },
    );
  const consent = (number: string, over: Record<string, unknown> = {}) => ({
    resourceType: 'Consent',
    status: 'active',
    scope: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' },
      ],
    },
    category: [{ coding: [{ system: 'http://loinc.org', code: '57016-8' }] }],
    patient: { identifier: { system: 'urn:postern:fhir:record-number', value: number } },
    policyRule: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTOUT' }],
    },
    provision: {
      type: 'deny',
      code: [{ coding: [{ system: 'urn:postern:fhir:scope', code: 'fundraising' }] }],
    },
    ...over,
  });
  const bundle = (...resources: unknown[]) => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource })),
  });

  it('is taken in whole, and twice adds nothing', async () => {
    const ana = await person();
    const first = await taken(bundle(consent(ana.number)));
    expect(first).toMatchObject({ written: true, resources: [{ verdict: 'valid' }] });
    expect((await standing(ana.id)).optOuts).toEqual(['fundraising']);
    expect(await taken(consent(ana.number))).toMatchObject({ resources: [{ verdict: 'known' }] });
    expect(await events(ana.id)).toHaveLength(1);
  });

  it('is taken in not at all where one of it is refused, by its place', async () => {
    const ana = await person();
    const answer = await taken(
      bundle(consent(ana.number), consent(ana.number, { status: 'draft' }), consent('RFH-999999')),
    );
    expect(answer.written).toBe(false);
    expect(answer.resources.map(({ verdict, faults }) => [verdict, faults[0]?.path])).toEqual([
      ['valid', undefined],
      ['refused', '$.entry[1].resource.status'],
      ['refused', '$.entry[2].resource.patient.identifier.value'],
    ]);
    expect(JSON.stringify(answer)).not.toContain('RFH-');
    expect(await events(ana.id)).toEqual([]);
  });

  it('is refused as a whole where its entries are no list: nothing is passed over', async () => {
    const ana = await person();
    const entry = { resource: consent(ana.number) };
    const answer = await taken({ resourceType: 'Bundle', type: 'collection', entry });
    expect(answer).toMatchObject({
      written: false,
      resources: [{ path: '$', verdict: 'refused' }],
    });
    expect(await events(ana.id)).toEqual([]);
  });

  it('goes out with one Consent on a line, and comes in again as known', async () => {
    const ana = await person();
    await write(
      await check(
        file(
          signed(ana.number),
          row(ana.number, { kind: 'opted_out', scope: 'marketing' }, '2026-06-01T10:00:00.000Z'),
        ),
      ),
    );
    const lines = (await text(exportFhir(world.database, world.keys, NOW))).trim().split('\n');
    const own = lines
      .map((line): unknown => JSON.parse(line))
      .filter((one) => JSON.stringify(one).includes(ana.number));
    expect(own).toHaveLength(2);
    const before = await events(ana.id);
    const answer = await taken(bundle(...own));
    expect(answer.resources.map(({ verdict }) => verdict)).toEqual(['known', 'known']);
    expect(await events(ana.id)).toEqual(before);
  });
});

describe('an old file, of somebody who revoked and was deleted since', () => {
  it('allows nothing again, though its revocation is missing; what they sign after counts', async () => {
    const ana = await person();
    const paper = file(signed(ana.number));
    await write(await check(paper));
    const [document] = (await standing(ana.id)).authorizations;
    const revoked = { kind: 'authorization_revoked' as const, documentId: document?.id ?? '' };
    await record(ana.id, revoked, '2026-06-01T10:00:00Z');
    await inTransaction(world.database, (tx) => forgetPerson(tx, world.keys, ana.id, NOW));
    const [id, tokens] = [crypto.randomUUID(), [world.keys.lookupToken('email', ana.email)]];
    const definitions = await loadDefinitions(world.database, world.organizationId);
    const attributes = { record_number: ana.number, email: ana.email };
    await inTransaction(world.database, async (tx) => {
      await writeContacts(tx, world.keys, definitions, [{ id, attributes, before: null }], NOW);
      await recordKept(tx, world.keys, [{ contactId: id, tokens }], NOW);
    });

    const since = { id: 'paper 2', signedOn: '2026-06-05' };
    await write(await check(file(signed(ana.number), signed(ana.number, since))));
    const { authorizations } = await standing(id);
    const found = new Set(
      authorizations.map(({ signedOn, revokedAt }) => `${signedOn} ${revokedAt}`),
    );
    expect(found).toEqual(new Set(['2026-05-01 2026-06-01T10:00:00.000Z', '2026-06-05 null']));
    // and when they are deleted once more
    await inTransaction(world.database, (tx) => forgetPerson(tx, world.keys, id, NOW));
    const { rows } = await world.pool.query('select distinct scope from kept_refusals');
    expect(rows).toEqual([{ scope: 'revoked:marketing:2026-06-01T10:00:00.000Z' }]);
  });
});
