import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, inTransaction, openDatabase, type Tx } from '../database/index.ts';
import {
  createBuiltInDefinitions,
  createDefinition,
  deleteDefinition,
  loadDefinitions,
  relabelDefinition,
} from './index.ts';

const organizationId = crypto.randomUUID();
const NOW = new Date('2026-11-21T12:00:00Z');
let scratch: TestDatabase;
let database: Database;

beforeAll(async () => {
  scratch = await testDatabase();
  database = openDatabase(scratch.url, () => {}).database;
  await scratch.pool.query(
    `insert into organizations (id, number, name, postal_address, from_name, from_address,
       sending_domain, profile, sender, transport, data_key_wrapped)
     values ($1, 1, 'Clinic', 'Street', 'Clinic', 'a@example.org', 'example.org', 'strict', '{}', '{}', '')`,
    [organizationId],
  );
  await write((tx) => createBuiltInDefinitions(tx, organizationId));
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const write = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(database, work);
const known = () => loadDefinitions(database, organizationId);
const create = (label: string, draft = {}) =>
  write((tx) =>
    createDefinition(tx, organizationId, {
      label,
      type: 'text',
      sensitivity: 'service',
      system: null,
      ...draft,
    }),
  );

describe('the attributes of an organization', () => {
  it('begin with the built-in ones, once', async () => {
    const before = await known();
    await write((tx) => createBuiltInDefinitions(tx, organizationId));
    expect(await known()).toEqual(before);
    expect(before.filter((one) => one.identity).map((one) => one.key)).toEqual([
      ...['given_name', 'family_name', 'email', 'phone', 'record_number', 'plan_number', 'street'],
    ]);
  });

  it('have keys and numbers of their own, when many are made at once and after one was deleted', async () => {
    const made = await Promise.all(['Shoe', 'Shoe', 'Shoe'].map((label) => create(label)));
    const ids = made.flatMap((one) => (one.kind === 'created' ? [one.definition.id] : []));
    await write((tx) => deleteDefinition(tx, organizationId, ids[0] ?? '', NOW));
    await create('Shoe');
    const shoes = (await known()).filter((one) => one.label === 'Shoe');
    expect(shoes.map((one) => one.key).toSorted()).toEqual(['shoe', 'shoe_2', 'shoe_3', 'shoe_4']);
    expect(new Set((await known()).map((one) => one.number)).size).toBe((await known()).length);
  });

  it('keep their key under another label', async () => {
    const plan = (await known()).find((one) => one.key === 'plan');
    expect(
      await write((tx) => relabelDefinition(tx, organizationId, plan?.id ?? '', ' Cover ')),
    ).toBe(true);
    expect((await known()).find((one) => one.key === 'plan')?.label).toBe('Cover');
  });

  it('stay known when deleted, and are deleted once', async () => {
    const city = (await known()).find((one) => one.key === 'city')?.id ?? '';
    const remove = (id: string) => write((tx) => deleteDefinition(tx, organizationId, id, NOW));
    expect(await remove(city)).toBe('deleted');
    expect(await remove(city)).toBe('unknown');
    expect((await known()).find((one) => one.key === 'city')?.deletedAt).toBe(NOW.toISOString());
    const email = (await known()).find((one) => one.key === 'email')?.id ?? '';
    expect(await remove(email)).toBe('needed');
  });

  it.each([
    ['no label', ' ', {}],
    ['a code without a system', 'A', { type: 'code' }],
    ['a number with one', 'A', { type: 'number', system: 'zip' }],
  ])('are refused with %s', async (_, label, draft) => {
    expect(await create(label, draft)).toMatchObject({ kind: 'refused' });
  });
});
