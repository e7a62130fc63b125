import { type Interview, PARTS, type Part } from '@postern/core/campaigns';
import type { ConsentFact } from '@postern/core/consent';
import type { SegmentTree } from '@postern/core/segments';
import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addPatients,
  authorization,
  EVERYBODY,
  makeCampaign,
  makeRiverside,
  NOW,
  openPostOffice,
  type PostOffice,
  PROMOTION,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import {
  recordConsent,
  releaseSuppression,
  type SuppressionReason,
  suppress,
} from '../consent/index.ts';
import { deleteDefinition, loadDefinitions, writeContacts } from '../contacts/index.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { createSegment, deleteSegment, updateSegment } from '../segments/index.ts';
import { deleteTemplate } from '../templates/index.ts';
import {
  campaignPeople,
  cancelCampaign,
  contactHistory,
  getCampaign,
  launchCampaign,
  listCampaigns,
  pauseCampaign,
  resumeCampaign,
  reviewCampaign,
  reviewPeople,
  updateCampaign,
} from './index.ts';

let scratch: TestDatabase;
let database: Database;
let riverside: Riverside;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});
beforeEach(async () => {
  riverside = await makeRiverside(database);
});

const out = (scope: 'all_commercial' | 'marketing'): ConsentFact => ({ kind: 'opted_out', scope });
const wish = (what: 'no_email' | 'other_address'): ConsentFact => ({
  kind: 'confidential_communication',
  wish: what,
});
const signed = () => authorization();

/** Somebody of each kind, and what the gate should make of them. */
const KINDS: readonly (readonly [name: string, Part, string, () => readonly ConsentFact[]])[] = [
  ['Ada', 'may', 'authorization', () => [signed()]],
  ['Ben', 'may', 'authorization', () => [signed()]],
  ['Cleo', 'needs', 'needs_marketing_authorization', () => []],
  ['Dov', 'needs', 'needs_marketing_authorization', () => []],
  ['Eve', 'needs', 'needs_marketing_authorization', () => [authorization({ signedOn: null })]],
  ['Fay', 'opted_out', 'opted_out_all', () => [signed(), out('all_commercial')]],
  ['Gus', 'opted_out', 'opted_out_marketing', () => [signed(), out('marketing')]],
  ['Hal', 'opted_out', 'restriction', () => [signed(), { kind: 'restriction_agreed' }]],
  ['Ida', 'opted_out', 'no_email', () => [signed(), wish('no_email')]],
  ['Jon', 'unreachable', 'no_other_address', () => [signed(), wish('other_address')]],
  ['Kim', 'unreachable', 'deceased', () => [signed(), { kind: 'deceased', on: null }]],
  ['Lou', 'unreachable', 'no_address', () => [signed()]],
  [
    'Max',
    'needs',
    'minor_consents',
    () => [signed(), { kind: 'minor_consents_alone', parent: true }],
  ],
];

const addOneOfEachKind = (where = riverside) =>
  addPatients(
    where,
    KINDS.map(([name, , code, facts]) => ({
      attributes: {
        given_name: name,
        record_number: `R-${name}`,
        plan: 'Gold',
        ...(code !== 'no_address' && { email: `${name.toLowerCase()}@example.org` }),
      },
      facts: facts(),
    })),
  );

const ABOUT_CARE: Interview = { ...PROMOTION, about: 'treatment', encourages: false };
const launch = (id: string) =>
  inTransaction(database, (tx) => launchCampaign(tx, riverside.keys, id, NOW));
const cancel = (id: string) =>
  inTransaction(database, (tx) => cancelCampaign(tx, riverside.organizationId, id, NOW));
const pause = (id: string) =>
  inTransaction(database, (tx) => pauseCampaign(tx, riverside.organizationId, id, NOW));
const resume = (id: string) =>
  inTransaction(database, (tx) => resumeCampaign(tx, riverside.organizationId, id, NOW));
const get = async (id: string) => {
  const campaign = await getCampaign(database, riverside.organizationId, id, NOW);
  if (campaign === null) throw new Error('no such campaign');
  return campaign;
};
const end = (email: string, reason: SuppressionReason) =>
  inTransaction(database, (tx) =>
    suppress(tx, riverside.keys, { email, reason, detail: null, source: 'returns', at: NOW }),
  );
const review = async (id: string) => {
  const answer = await reviewCampaign(database, riverside.keys, id, NOW);
  if (answer.kind !== 'reviewed') throw new Error(JSON.stringify(answer));
  return answer.review;
};
type Filter = Omit<Parameters<typeof campaignPeople>[3], 'limit' | 'cursor'>;
type Page = Awaited<ReturnType<typeof campaignPeople | typeof reviewPeople>>;
/** Everybody, page by page. */
async function everybody(ask: (page: { limit: number; cursor: string | null }) => Promise<Page>) {
  const people = [];
  for (let cursor: string | null = null; ; ) {
    const page = await ask({ limit: 4, cursor });
    if (page.kind !== 'page') throw new Error(page.kind);
    people.push(...page.people);
    if (page.nextCursor === null) return people;
    cursor = page.nextCursor;
  }
}
const reviewed = (id: string, filter: { part?: Part; code?: string } = {}) =>
  everybody((page) => reviewPeople(database, riverside.keys, id, { ...page, ...filter }, NOW));
const behind = (id: string, filter: Filter = {}) =>
  everybody((page) => campaignPeople(database, riverside.keys, id, { ...page, ...filter }));
const names = (people: readonly { readonly name: string }[]) =>
  people.map(({ name }) => name).toSorted();

describe('the review', () => {
  test('puts each kind of person where they belong, in figures and in lists', async () => {
    await addOneOfEachKind();
    const { id } = await makeCampaign(riverside);
    const { audience, parts, byAuthorization, sentence } = await review(id);
    expect(audience).toBe(KINDS.length);
    expect(byAuthorization).toBe(2);
    expect(sentence).toBe(
      'Of 13 in the segment, 2 may receive it (2 by authorization), 3 need an authorization, 1 needs somebody to look at it, 2 opted out, 2 asked not to be written to in this way, 1 has no address, 1 asked for another address that is not on file, 1 has died.',
    );
    for (const part of PARTS) {
      const own = KINDS.filter(([, where]) => where === part);
      const figure = parts.find((one) => one.part === part);
      expect([part, figure?.count]).toEqual([part, own.length]);
      expect(names(await reviewed(id, { part }))).toEqual(own.map(([name]) => name).toSorted());
      for (const { code, count } of figure?.reasons ?? []) {
        const same = own.filter(([, , why]) => why === code).map(([name]) => name);
        expect([code, count]).toEqual([code, same.length]);
        expect(names(await reviewed(id, { part, code }))).toEqual(same.toSorted());
      }
    }
    expect(await reviewed(id)).toHaveLength(audience);
  });

  test('counts nobody for whom the message could not be made, and dispatch agrees', async () => {
    const patient = (name: string, more: Attributes) => ({
      attributes: { given_name: name, email: `${name}@example.org`, plan: 'Gold', ...more },
      facts: [signed()],
    });
    await addPatients(riverside, [
      patient('ada', { last_visit: '2026-01-05' }),
      patient('ben', {}),
      patient('cleo', {}),
    ]);
    const { id } = await makeCampaign(riverside, { body: 'Last seen: {{ last_visit }}' });
    const { parts, sentence } = await review(id);
    expect(sentence).toBe(
      'Of 3 in the segment, 1 may receive it (1 by authorization), 2 lack a value that the message shows.',
    );
    expect(parts.find(({ part }) => part === 'unreachable')).toMatchObject({
      count: 2,
      reasons: [{ code: 'missing_value', count: 2 }],
    });
    expect(names(await reviewed(id, { code: 'missing_value' }))).toEqual(['ben', 'cleo']);
    await launch(id);
    const office = await openPostOffice(database);
    await office.sendAll();
    await office.close();
    expect(names(await behind(id, { code: 'missing_value' }))).toEqual(['ben', 'cleo']);
    expect((await get(id)).states).toMatchObject({ audience: 3, sent: 1, refused: 2 });
  });

  test('counts nobody whose address is dead, and dispatch agrees', async () => {
    const patients = ['ada', 'ben', 'cleo', 'dov'].map((name) => ({
      attributes: { given_name: name, email: `${name}@example.org` },
      facts: [signed()],
    }));
    await addPatients(riverside, patients);
    await end('Ben@example.org', 'hard_bounce');
    await end('cleo@example.org', 'complaint');
    const { id } = await makeCampaign(riverside);
    const { parts, sentence } = await review(id);
    expect(sentence).toBe(
      'Of 4 in the segment, 2 may receive it (2 by authorization), 2 have an address that is written to no more.',
    );
    expect(parts.find(({ part }) => part === 'unreachable')).toMatchObject({
      count: 2,
      reasons: [{ code: 'address_suppressed', count: 2 }],
    });
    expect(names(await reviewed(id, { code: 'address_suppressed' }))).toEqual(['ben', 'cleo']);
    await launch(id);
    const office = await openPostOffice(database);
    await office.sendAll();
    await office.close();
    expect(names(await behind(id, { code: 'address_suppressed' }))).toEqual(['ben', 'cleo']);
    expect((await get(id)).states).toMatchObject({ audience: 4, sent: 2, suppressed: 2 });
  });

  test('writes to who complained of marketing about their care, and to a released address', async () => {
    await addPatients(
      riverside,
      ['ada', 'ben', 'cleo'].map((name) => ({
        attributes: { given_name: name, email: `${name}@example.org` },
        facts: [signed()],
      })),
    );
    await end('ada@example.org', 'hard_bounce');
    await end('ben@example.org', 'complaint');
    await end('cleo@example.org', 'by_hand');
    const all = await database
      .selectFrom('suppressions')
      .select(['id', 'reason'])
      .where('organization_id', '=', riverside.organizationId)
      .execute();
    const byHand = all.find(({ reason }) => reason === 'by_hand')?.id ?? '';
    await inTransaction(database, (tx) =>
      releaseSuppression(tx, riverside.organizationId, byHand, { userId: v7(), at: NOW }),
    );
    const { id } = await makeCampaign(riverside, { interview: ABOUT_CARE });
    await database
      .updateTable('campaigns')
      .set({ stream: 'transactional' })
      .where('id', '=', id)
      .execute();
    expect(names(await reviewed(id, { part: 'unreachable' }))).toEqual(['ada']);
  });

  test('says of each person why, with the law', async () => {
    await addOneOfEachKind();
    const { id } = await makeCampaign(riverside);
    const [eve] = (await reviewed(id, { part: 'needs' })).filter(({ name }) => name === 'Eve');
    expect(eve).toMatchObject({
      email: 'eve@example.org',
      state: 'authorization_required',
      reason: expect.stringContaining('A document is on file but does not count.'),
      citations: expect.arrayContaining(['45 CFR 164.508(a)(3)(i)']),
    });
  });

  test('asks the law of the state that a person lives in, told by its token', async () => {
    riverside = await makeRiverside(database, 'law');
    await addPatients(
      riverside,
      ['CA', 'ca', 'OR', 'WA', null].map((state, place) => ({
        attributes: { email: `p${place}@example.org`, ...(state !== null && { state }) },
      })),
    );
    const { id } = await makeCampaign(riverside, {
      interview: { ...PROMOTION, payment: 'in_kind', payer: 'unrelated' },
    });
    const { parts } = await review(id);
    expect(parts.find(({ part }) => part === 'needs')).toMatchObject({
      count: 2,
      reasons: [{ code: 'needs_california_authorization', count: 2 }],
    });
  });

  test('asks about those in the segment alone, of this organization alone', async () => {
    const other = await makeRiverside(database);
    await addOneOfEachKind(other);
    await addOneOfEachKind();
    await addPatients(riverside, [{ attributes: { email: 'z@example.org', plan: 'Silver' } }]);
    const tree = { op: 'equals', attribute: 'plan', value: 'Silver' } as const;
    const { id } = await makeCampaign(riverside, { tree });
    expect(await review(id)).toMatchObject({ audience: 1 });
    expect(await reviewCampaign(database, other.keys, id, NOW)).toEqual({ kind: 'unknown' });
  });
});

describe('a launched campaign', () => {
  let office: PostOffice;
  beforeEach(async () => {
    await addOneOfEachKind();
    office = await openPostOffice(database);
  });
  afterEach(() => office.close());

  test('ends as its review said, and each figure opens its list', async () => {
    const { id } = await makeCampaign(riverside);
    const before = await review(id);
    const launched = await launch(id);
    expect(launched).toMatchObject({
      kind: 'launched',
      campaign: {
        state: 'running',
        states: { audience: 13, waiting: 12, suppressed: 1, sent: 0 },
      },
    });
    await office.sendAll();
    const { state, states } = await get(id);
    expect([state, states]).toEqual([
      'done',
      { audience: 13, sent: 2, waiting: 0, refused: 9, suppressed: 2, failed: 0, uncertain: 0 },
    ]);
    for (const { part, reasons } of before.parts) {
      for (const { code } of reasons) {
        const then = names(await reviewed(id, { part, code }));
        expect([code, names(await behind(id, { code }))]).toEqual([code, then]);
      }
    }
    expect(names(await behind(id, { state: 'sent' }))).toEqual(['Ada', 'Ben']);
    expect(names(await behind(id, { state: 'suppressed' }))).toEqual(['Jon', 'Lou']);
    expect(await behind(id)).toHaveLength(13);
    const [ada] = await behind(id, { state: 'sent' });
    expect(ada).toMatchObject({ state: 'accepted', tls: expect.stringMatching(/^TLSv1\.[23] /) });
  });

  test('decides again at dispatch: who opts out after the launch gets nothing', async () => {
    const { id } = await makeCampaign(riverside);
    await launch(id);
    const [ada] = await reviewed(id, { part: 'may' });
    if (!ada) throw new Error('expected somebody who may receive it');
    await inTransaction(database, (tx) =>
      recordConsent(tx, riverside.keys, [
        {
          contactId: ada.contactId,
          fact: out('marketing'),
          source: 'page',
          actor: 'contact',
          at: NOW,
        },
      ]),
    );
    await office.sendAll();
    expect((await get(id)).states).toMatchObject({ sent: 1, refused: 10 });
  });

  test('is frozen: what segment, template and people become afterwards changes nothing', async () => {
    const { id, segmentId, templateId } = await makeCampaign(riverside);
    await launch(id);
    await addPatients(riverside, [{ attributes: { email: 'new@example.org' }, facts: [signed()] }]);
    await inTransaction(database, (tx) =>
      deleteSegment(tx, riverside.organizationId, segmentId, null),
    );
    await inTransaction(database, (tx) =>
      deleteTemplate(tx, riverside.organizationId, templateId, null),
    );
    await office.sendAll();
    expect((await get(id)).states).toMatchObject({ audience: 13, sent: 2 });
  });

  test('has the audience that its segment found at launch, whatever changes afterwards', async () => {
    const attributes = { email: 'maria@example.org', city: 'Portland' };
    const [maria = ''] = await addPatients(riverside, [{ attributes }]);
    const near: SegmentTree = { op: 'equals', attribute: 'city', value: 'Portland' };
    const made = await createSegment(database, riverside.organizationId, {
      name: 'Near',
      tree: near,
      createdBy: null,
    });
    if (made.kind !== 'created') throw new Error(made.problems[0]?.sentence);
    const { id } = await makeCampaign(riverside, { tree: { op: 'segment', id: made.segment.id } });
    expect(await launch(id)).toMatchObject({ campaign: { states: { audience: 1 } } });

    const definitions = await loadDefinitions(database, riverside.organizationId);
    const { place } = await database
      .selectFrom('contacts')
      .select('place')
      .where('id', '=', maria)
      .executeTakeFirstOrThrow();
    const before = { attributes, place };
    const moved = { id: maria, attributes: { ...attributes, city: 'Salem' }, before };
    await inTransaction(database, async (tx) => {
      await writeContacts(tx, riverside.keys, definitions, [moved], NOW);
      const change = { name: 'Far', tree: { op: 'not', of: near }, version: 1 };
      await updateSegment(tx, riverside.organizationId, made.segment.id, change);
    });
    await addPatients(riverside, [{ attributes: { ...attributes, email: 'john@example.org' } }]);
    const page = { limit: 10, cursor: null };
    const people = await campaignPeople(database, riverside.keys, id, page);
    expect(people).toMatchObject({ people: [{ contactId: maria }] });
    // what the segment said stands with the campaign, and what it named in it
    const { segment_tree: frozen } = await database
      .selectFrom('campaigns')
      .select('segment_tree')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(frozen).toEqual(near);
  });

  test('is launched once, however many launch it at once', async () => {
    const { id } = await makeCampaign(riverside);
    const answers = await Promise.all([launch(id), launch(id), launch(id)]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['already', 'already', 'launched']);
    expect(await launch(id)).toMatchObject({ kind: 'already' });
    expect(await behind(id)).toHaveLength(13);
  });

  test('sends nothing while it is paused, and goes on when it is resumed', async () => {
    const { id } = await makeCampaign(riverside);
    expect(await pause(id)).toMatchObject({ kind: 'refused' });
    await launch(id);
    expect(await pause(id)).toMatchObject({ kind: 'moved', campaign: { state: 'paused' } });
    expect(await pause(id)).toMatchObject({ kind: 'already' });
    await office.sendAll();
    expect((await get(id)).states).toMatchObject({ sent: 0, waiting: 12 });
    await resume(id);
    await office.sendAll();
    expect((await get(id)).states).toMatchObject({ sent: 2, waiting: 0 });
    expect(await resume(id)).toMatchObject({ kind: 'refused' });
  });

  test('gives nothing to those who wait when it is cancelled, and loses nobody', async () => {
    const { id } = await makeCampaign(riverside);
    await launch(id);
    const [, second] = await behind(id, { state: 'waiting' });
    if (!second) throw new Error('expected people who wait');
    // all in the hands of a worker that is gone, the message of one handed over already
    const handed = sql<
      string[]
    >`case when ${second.contactId}::uuid between from_contact and to_contact
      then array[${second.contactId}::uuid] else '{}' end`;
    await database
      .updateTable('send_batches')
      .set({ owner: v7(), fence: 1, handed_over: handed, lease_until: new Date(0) })
      .where('campaign_id', '=', id)
      .execute();
    expect(await cancel(id)).toMatchObject({
      kind: 'moved',
      campaign: { state: 'cancelled', states: { audience: 13, waiting: 1, suppressed: 12 } },
    });
    await office.sendAll();
    expect(await get(id)).toMatchObject({
      state: 'cancelled',
      states: { audience: 13, sent: 0, waiting: 0, suppressed: 12, uncertain: 1 },
    });
    expect(await behind(id, { code: 'campaign_cancelled' })).toHaveLength(11);
    expect(await cancel(id)).toMatchObject({ kind: 'already' });
    expect(await launch(id)).toEqual({ kind: 'refused', sentence: 'This campaign was cancelled.' });
  });

  test('loses nobody when it is cancelled while it is being sent', async () => {
    await addPatients(
      riverside,
      Array.from({ length: 60 }, (_, place) => ({
        attributes: { email: `many${place}@example.org` },
        facts: [signed()],
      })),
    );
    const { id } = await makeCampaign(riverside);
    await launch(id);
    const sending = office.sendAll();
    await cancel(id);
    await sending;
    await office.sendAll();
    const { states } = await get(id);
    expect(states).toMatchObject({ audience: 73, waiting: 0, uncertain: 0 });
    expect(states?.suppressed).toBeGreaterThan(0);
  });

  test('tells how fast it goes, and how long the rest takes at that rate', async () => {
    const { id } = await makeCampaign(riverside);
    await launch(id);
    const lately = new Date(NOW.getTime() - 2_000);
    for (const { contactId } of (await behind(id, { state: 'waiting' })).slice(0, 5)) {
      await database
        .updateTable('sends')
        .set({ state: 'accepted', settled_at: lately })
        .where('campaign_id', '=', id)
        .where('contact_id', '=', contactId)
        .execute();
    }
    // five of them and the one without an address in ten seconds; seven wait
    expect(await get(id)).toMatchObject({ perSecond: 0.6, secondsLeft: 12 });
    await pause(id);
    expect(await get(id)).toMatchObject({ perSecond: null, secondsLeft: null });
  });

  test('is in the history of each of its people', async () => {
    const { id } = await makeCampaign(riverside);
    await launch(id);
    const waiting = await behind(id, { state: 'waiting' });
    const history = (name: string) => {
      const person = waiting.find((one) => one.name === name);
      return contactHistory(database, riverside.organizationId, person?.contactId ?? '');
    };
    expect(await history('Ada')).toEqual([]);
    await office.sendAll();
    expect(await history('Ada')).toMatchObject([
      { kind: 'accepted', campaignId: id, campaignName: 'Spring', citations: expect.any(Array) },
    ]);
    expect(await history('Cleo')).toMatchObject([
      { kind: 'refused', sentence: 'This person has not allowed marketing.' },
    ]);
    expect(await contactHistory(database, riverside.organizationId, 'nobody')).toEqual([]);
  });
});

describe('a draft', () => {
  test('says all that is missing, and is not launched', async () => {
    const { id } = await makeCampaign(riverside);
    const draft = await get(id);
    const { kind } = await updateCampaign(
      database,
      riverside.organizationId,
      id,
      {
        ...draft,
        segmentId: null,
        templateId: null,
        interview: { about: null, drug: null, encourages: null, payment: null, payer: null },
      },
      NOW,
    );
    expect(kind).toBe('updated');
    const { missing } = await get(id);
    expect(missing).toEqual([
      'Choose a segment.',
      'Choose a template.',
      'Say what the message is about.',
      'Say whether the message encourages anybody to buy or use something.',
      'Say whether anybody pays for the message.',
    ]);
    expect(await launch(id)).toEqual({ kind: 'missing', missing });
    expect(await reviewCampaign(database, riverside.keys, id, NOW)).toMatchObject({ missing });
  });

  test('says when its segment or template use an attribute that was deleted', async () => {
    await addOneOfEachKind();
    const { id } = await makeCampaign(riverside, {
      tree: { op: 'equals', attribute: 'plan', value: 'Gold' },
      body: '<p>Your plan: {{ plan | default: "none" }}</p>',
    });
    expect((await get(id)).missing).toEqual([]);
    const definitions = await loadDefinitions(database, riverside.organizationId);
    const plan = definitions.find(({ key }) => key === 'plan');
    await inTransaction(database, (tx) =>
      deleteDefinition(tx, riverside.organizationId, plan?.id ?? '', NOW),
    );
    const { missing } = await get(id);
    expect(missing).toHaveLength(2);
    expect(missing[0]).toMatch(/^The segment “The segment” cannot be used: .*Plan.*deleted/);
    expect(missing[1]).toMatch(/^The template “The template” uses .*“Plan”, which was deleted/);
    expect(await launch(id)).toEqual({ kind: 'missing', missing });
  });

  test('asks for another segment or template when its own were deleted', async () => {
    const { id, segmentId, templateId } = await makeCampaign(riverside);
    await inTransaction(database, (tx) =>
      deleteSegment(tx, riverside.organizationId, segmentId, null),
    );
    await inTransaction(database, (tx) =>
      deleteTemplate(tx, riverside.organizationId, templateId, null),
    );
    expect((await get(id)).missing).toEqual([
      'The segment was deleted: choose another one.',
      'The template was deleted: choose another one.',
    ]);
  });

  test('needs the postal address that commercial mail has to show', async () => {
    const { id } = await makeCampaign(riverside);
    await database
      .updateTable('organizations')
      .set({ postal_address: ' ' })
      .where('id', '=', riverside.organizationId)
      .execute();
    expect((await get(id)).missing).toEqual([expect.stringContaining('postal address')]);
  });

  test('is not launched to nobody', async () => {
    const { id } = await makeCampaign(riverside);
    expect(await launch(id)).toMatchObject({ kind: 'missing' });
    expect((await get(id)).state).toBe('draft');
  });

  test('has the class of what segment and template touch, and the attribute that causes it', async () => {
    const tree = { op: 'underCode', attribute: 'conditions', code: 'E11' } as const;
    const selected = await makeCampaign(riverside, { tree });
    const plain = await makeCampaign(riverside, { body: '<p>{{ city | default: "here" }}</p>' });
    const neither = await makeCampaign(riverside);
    expect((await get(selected.id)).class).toEqual({
      sensitivity: 'diagnosis',
      causedBy: 'conditions',
      causedByLabel: 'Conditions',
    });
    expect((await get(plain.id)).class).toMatchObject({ sensitivity: 'demographic' });
    expect((await get(neither.id)).class).toBeNull();
  });

  test('is changed by one of two who change it at once, and by nobody once launched', async () => {
    await addOneOfEachKind();
    const { id } = await makeCampaign(riverside);
    const draft = await get(id);
    const change = (name: string, version = draft.version) =>
      updateCampaign(database, riverside.organizationId, id, { ...draft, name, version }, NOW);
    const answers = await Promise.all([change('One'), change('Two')]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['stale', 'updated']);
    await launch(id);
    const { version } = await get(id);
    expect(await change('Three', version)).toMatchObject({ kind: 'launched' });
    expect(['One', 'Two']).toContain((await get(id)).name);
  });

  test('is listed with the others, newest first, page by page', async () => {
    const made = [];
    for (let count = 0; count < 3; count++) {
      made.unshift((await makeCampaign(riverside, { tree: EVERYBODY })).id);
    }
    const list = (cursor: string | null) =>
      listCampaigns(database, riverside.organizationId, { limit: 2, cursor }, NOW);
    const first = await list(null);
    if (first.kind !== 'page') throw new Error(first.kind);
    const second = await list(first.nextCursor);
    if (second.kind !== 'page') throw new Error(second.kind);
    expect([...first.campaigns, ...second.campaigns].map(({ id }) => id)).toEqual(made);
    expect(second.nextCursor).toBeNull();
    expect(await list('nonsense')).toEqual({ kind: 'bad-cursor' });
  });
});
