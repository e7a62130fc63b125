import { createSecretKey, randomBytes } from 'node:crypto';
import { recipientAt } from '@postern/core/consent';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { listForms } from '../authorizations/index.ts';
import { loadConsent } from '../consent/index.ts';
import {
  countContacts,
  findContacts,
  getContact,
  listContacts,
  loadDefinitions,
} from '../contacts/index.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { keyring, type OrganizationKeys, open, seal } from '../keys/index.ts';
import { DEMO_PATIENTS, seedDemonstration } from './index.ts';
import type { SeededPatient } from './seed-demonstration.ts';

const organizationId = crypto.randomUUID();
let scratch: TestDatabase;
let database: Database;
let keys: OrganizationKeys;
let patients: readonly SeededPatient[];

beforeAll(async () => {
  scratch = await testDatabase();
  database = openDatabase(scratch.url, () => {}).database;
  const kek = createSecretKey(randomBytes(32));
  const ring = keyring(
    {
      wrap: async (key, id) => seal(kek, key, id),
      unwrap: async (wrapped, id) => open(kek, wrapped, id),
    },
    database,
  );
  await scratch.pool.query(
    `insert into organizations (id, number, name, postal_address, from_name, from_address,
       sending_domain, profile, sender, transport, data_key_wrapped)
     values ($1, 1, 'Clinic', 'Street', 'Clinic', 'a@example.org', 'example.org', 'strict', '{}', '{}', $2)`,
    [organizationId, await ring.make(organizationId)],
  );
  keys = await ring.of(organizationId);
  patients = await inTransaction(database, (tx) =>
    seedDemonstration(tx, keys, { today: '2026-11-21' }),
  );
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

it('puts the demonstration’s patients on file, each to be found and opened', async () => {
  expect(await countContacts(database, organizationId)).toBe(DEMO_PATIENTS);
  const definitions = await loadDefinitions(database, organizationId);
  const one = patients[1_234];
  const found = await findContacts(database, keys, String(one?.attributes.record_number));
  expect(found.map((contact) => [contact.id, contact.attributes])).toEqual([
    [one?.id, one?.attributes],
  ]);
  const opened = await getContact(database, keys, definitions, String(one?.id));
  expect(opened?.attributes).toEqual(one?.attributes);
  expect(await getContact(database, keys, definitions, crypto.randomUUID())).toBeNull();
});

it('has one form of authorization, for marketing, that people can be asked to sign', async () => {
  const forms = await listForms(database, organizationId);
  expect(forms.map(({ newest, published }) => [newest.content.kinds, published])).toEqual([
    [['marketing'], 1],
  ]);
});

it('lists everybody once, page by page, newest first', async () => {
  const definitions = await loadDefinitions(database, organizationId);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listContacts(database, keys, definitions, { limit: 300, cursor });
    if (page.kind !== 'page') throw new Error(page.kind);
    seen.push(...page.contacts.map((contact) => contact.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(patients.map((one) => one.id).toReversed());
  expect(await listContacts(database, keys, definitions, { limit: 1, cursor: 'x' })).toEqual({
    kind: 'bad-cursor',
  });
});

it('keeps what each allowed and refused, and gives it back in one query for many', async () => {
  const ids = patients.map((one) => one.id);
  const consent = await loadConsent(database, keys, ids);
  expect(consent.size).toBe(DEMO_PATIENTS);
  for (const { id, consents } of patients) {
    const stored = consent.get(id) ?? [];
    expect(stored).toHaveLength(consents.length);
    const given = consents.map((one, index) => ({
      ...one,
      id: `${index}`,
      at: one.at.toISOString(),
    }));
    const end = '2026-11-22T00:00:00Z';
    expect(recipientAt(stored, end)).toEqual(recipientAt(given, end));
  }
  expect(
    (
      await loadConsent(database, { ...keys, organizationId: crypto.randomUUID() }, ids.slice(0, 9))
    ).get(ids[0] ?? ''),
  ).toEqual([]);
});
