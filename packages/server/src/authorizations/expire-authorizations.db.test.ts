import type { AuthorizationForm } from '@postern/core/authorizations';
import { type ConsentFact, recipientAt } from '@postern/core/consent';
import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addPatients,
  authorization,
  makeRiverside,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { silent } from '../../../../tests/support/sending-world.ts';
import { verifyAudit } from '../audit/index.ts';
import { loadConsent } from '../consent/index.ts';
import { createDefinition, loadDefinitions, replaceContacts } from '../contacts/index.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { keyring } from '../keys/index.ts';
import { expireAuthorizations } from './expire-authorizations.ts';
import { keepSigned } from './signed-document.ts';

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

const TODAY = '2026-06-15';
const run = (day = TODAY) =>
  expireAuthorizations({
    database,
    keyring: keyring(
      { wrap: async (key) => Buffer.from(key), unwrap: async (key) => Buffer.from(key) },
      database,
    ),
    log: silent,
    now: () => new Date(`${day}T00:02:00Z`),
  });
const until = (on: string, id = v7()) => authorization({ id, expiry: { kind: 'date', on } });
const add = (facts: readonly ConsentFact[], attributes: Attributes = {}) =>
  addPatients(riverside, [{ attributes, facts }]).then(([id = '']) => id);
/** What was recorded to have ended of this person. */
const ended = async (contactId: string) => {
  const consent = await loadConsent(database, riverside.keys, [contactId]);
  return (consent.get(contactId) ?? []).flatMap(({ fact }) =>
    fact.kind === 'authorization_expired' ? [fact] : [],
  );
};

describe('an authorization whose date has passed', () => {
  test('is recorded to have ended on that date, once', async () => {
    const id = v7();
    const contact = await add([until('2026-06-14', id)]);
    await run();
    await run();
    await Promise.all([run('2026-06-16'), run('2026-06-16')]);
    expect(await ended(contact)).toEqual([
      { kind: 'authorization_expired', documentId: id, because: 'date', on: '2026-06-14' },
    ]);
  });

  test.each<[string, () => readonly ConsentFact[]]>([
    ['on its last day', () => [until(TODAY)]],
    [
      'where it was revoked before',
      () => {
        const id = v7();
        return [until('2026-06-01', id), { kind: 'authorization_revoked', documentId: id }];
      },
    ],
    [
      'where it came revoked',
      () => [
        authorization({
          revokedAt: '2026-02-01T00:00:00Z',
          expiry: { kind: 'date', on: '2026-03-01' },
        }),
      ],
    ],
    ['where it has no date', () => [authorization({ expiry: { kind: 'none' } })]],
    ['where nobody filled it in', () => [authorization({ expiry: null })]],
    ['where the date is none', () => [until('1.6.2026')]],
  ])('is not said to have ended %s', async (_, facts) => {
    const contact = await add(facts());
    await run();
    expect(await ended(contact)).toEqual([]);
  });

  test('is found in every bucket, and the ledger of acts says how many', async () => {
    const contacts = await addPatients(
      riverside,
      Array.from({ length: 700 }, () => ({ attributes: {}, facts: [until('2026-06-01')] })),
    );
    await run();
    const { organizationId } = riverside;
    const consent = await loadConsent(database, riverside.keys, contacts);
    const counts = [...consent.values()].map((events) => events.length);
    expect(new Set(counts)).toEqual(new Set([2]));
    const noted = await database
      .selectFrom('audit_entries')
      .select('subject')
      .where('organization_id', '=', organizationId)
      .where('action', '=', 'authorization.expired')
      .execute();
    const subjects = noted.map(({ subject }) => subject as { byDate: number; byEvent: number });
    expect(subjects.reduce((sum, { byDate }) => sum + byDate, 0)).toBe(700);
    expect(await verifyAudit(database, riverside.keys)).toMatchObject({ intact: true });
  });
});

describe('the name of the event at which a document ends', () => {
  const ends = (name: string) =>
    authorization({ id: v7(), expiry: { kind: 'event', name, occurredOn: null } });
  const expiryOf = async (contactId: string) => {
    const consent = await loadConsent(database, riverside.keys, [contactId]);
    return recipientAt(consent.get(contactId) ?? [], `${TODAY}T12:00:00Z`).authorizations[0]
      ?.expiry;
  };

  test('is sealed by the daily run where it was recorded in clear, and reads as before', async () => {
    const contactId = await add([ends('Leaves the clinic')]);
    // as it was recorded before words were sealed
    await sql`update consent_events set words_sealed = null,
      fact = jsonb_set(fact, '{document,expiry,name}', '"Leaves the clinic"')
      where contact_id = ${contactId}`.execute(database);
    const before = await expiryOf(contactId);
    await run();
    const { rows } = await sql<{ text: string }>`select fact::text as text from consent_events
      where contact_id = ${contactId}`.execute(database);
    expect(rows.map(({ text }) => text.includes('Leaves the clinic'))).toEqual([false]);
    expect(await expiryOf(contactId)).toEqual(before);
    expect(before).toMatchObject({ kind: 'event', name: 'Leaves the clinic' });
  });

  test.each([
    [
      'was moved from another document',
      sql`(select words_sealed from consent_events other
      where other.contact_id <> consent_events.contact_id and other.words_sealed is not null
      limit 1)`,
    ],
    ['was taken away', sql`null`],
  ])('that %s leaves the document without an end, which allows nothing', async (_, words) => {
    const contactId = await add([ends('Moves away')]);
    await add([ends('Turns 18')]);
    await sql`update consent_events set words_sealed = ${words}
      where contact_id = ${contactId}`.execute(database);
    expect(await expiryOf(contactId)).toBeNull();
  });
});

const FORM: AuthorizationForm = {
  title: 'Authorization',
  language: 'en',
  kinds: ['marketing'],
  introduction: 'For mail about our services.',
  information: 'My name and the services that I used.',
  informationScope: 'service',
  attributes: [],
  discloser: 'Riverside Family Health',
  receiver: 'Riverside Family Health',
  purpose: 'To write to me about its services.',
  categories: null,
  expiry: { kind: 'event', name: 'I leave the practice', when: null },
  statements: {
    revocation: 'I may revoke this in writing.',
    noConditioning: 'My care does not depend on this.',
    redisclosure: 'What is disclosed may be disclosed again.',
    remuneration: '',
    sale: '',
    fundraising: '',
    copy: 'I get a copy of this.',
  },
  testimonial: null,
};

/** A document signed on a form whose event is told by `when`; and what the ledger says of it. */
async function signed(when: { attribute: string; value: string } | null, attributes: Attributes) {
  const { organizationId, keys } = riverside;
  const id = v7();
  const expiry = { kind: 'event', name: 'I leave the practice', occurredOn: null } as const;
  const contactId = await add([authorization({ id, expiry })], attributes);
  const form = { id: v7(), version: 1 };
  await database
    .insertInto('authorization_forms')
    .values({
      ...form,
      organization_id: organizationId,
      state: 'retired',
      content: JSON.stringify({ ...FORM, expiry: { ...FORM.expiry, when } }),
    })
    .execute();
  await inTransaction(database, (tx) =>
    keepSigned(tx, keys, {
      place: { organizationId, contactId, id },
      source: 'page',
      form,
      mediaType: 'application/pdf',
      content: Buffer.from('%PDF-'),
      signedAt: new Date('2026-01-01'),
      copy: null,
    }),
  );
  return { contactId, id };
}

describe('an authorization that ends by an event', () => {
  beforeEach(async () => {
    for (const [key, type] of [
      ['status', 'text'],
      ['programs', 'list'],
      ['left', 'boolean'],
      ['left_on', 'date'],
      ['visits_left', 'number'],
    ] as const) {
      await inTransaction(database, (tx) =>
        createDefinition(tx, riverside.organizationId, {
          ...{ key, label: key, type, system: null, sensitivity: 'service' },
        }),
      );
    }
  });

  test.each<[string, { attribute: string; value: string }, Attributes]>([
    [
      'a text',
      { attribute: 'status', value: 'Left the practice' },
      { status: 'left the  practice' },
    ],
    ['one of a list', { attribute: 'programs', value: 'Ended' }, { programs: ['Heart', 'ended'] }],
    ['yes', { attribute: 'left', value: 'Yes' }, { left: true }],
    ['a day', { attribute: 'left_on', value: '6/1/2026' }, { left_on: '2026-06-01' }],
    ['a number', { attribute: 'visits_left', value: '0' }, { visits_left: 0 }],
  ])(
    'ends when the attribute is %s, on the day on which that was seen',
    async (_, when, attributes) => {
      const { contactId, id } = await signed(when, attributes);
      await run();
      await run('2026-06-16');
      expect(await ended(contactId)).toEqual([
        { kind: 'authorization_expired', documentId: id, because: 'event', on: TODAY },
      ]);
      const consent = await loadConsent(database, riverside.keys, [contactId]);
      const { authorizations } = recipientAt(consent.get(contactId) ?? [], `${TODAY}T12:00:00Z`);
      expect(authorizations[0]?.expiry).toMatchObject({ kind: 'event', occurredOn: TODAY });
    },
  );

  test.each<[string, { attribute: string; value: string } | null, Attributes]>([
    ['has another value', { attribute: 'status', value: 'Left' }, { status: 'Active' }],
    ['is not known', { attribute: 'status', value: 'Left' }, {}],
    ['is not one of ours', { attribute: 'nonesuch', value: 'Left' }, { status: 'Left' }],
    ['is of another kind than the value', { attribute: 'left', value: 'Gone' }, { left: true }],
    ['is not named: people tell the event', null, { status: 'Left' }],
  ])('goes on while the attribute %s', async (_, when, attributes) => {
    const { contactId } = await signed(when, attributes);
    await run();
    expect(await ended(contactId)).toEqual([]);
  });

  test('stays ended though the attribute says otherwise again', async () => {
    const { contactId } = await signed({ attribute: 'status', value: 'Left' }, { status: 'Left' });
    await run();
    const definitions = await loadDefinitions(database, riverside.organizationId);
    const back = [{ id: contactId, attributes: { status: 'Active' } }];
    await inTransaction(database, (tx) =>
      replaceContacts(tx, riverside.keys, definitions, back, new Date()),
    );
    await run('2026-06-16');
    expect(await ended(contactId)).toHaveLength(1);
  });
});
