import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../packages/server/src/access/index.ts';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';

const MARIA = {
  given_name: 'Maria',
  family_name: 'Gomez',
  email: 'maria@example.org',
  record_number: 'RFH-1',
  city: 'Portland',
  last_visit: '2026-02-03',
  conditions: ['E11.9'],
};
const HAS_DIABETES = { op: 'underCode', attribute: 'conditions', code: 'E11' };
const SOURCE = {
  subject: 'A word for you',
  preheader: '',
  mjml: '<mjml><mj-body><mj-section><mj-column><mj-text>You take {{ drugs }}.</mj-text></mj-column></mj-section></mj-body></mjml>',
  text: '',
};

let world: ApiWorld;
let owner: Client;
/** Sees people up to the class `service`, by a role of the organization's own. */
let front: Client;
const contactId = v7();
let segmentId = '';

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  const { database, organizationId, keys } = world;
  const definitions = await loadDefinitions(database, organizationId);
  await inTransaction(database, (tx) =>
    writeContacts(
      tx,
      keys,
      definitions,
      [{ id: contactId, before: null, attributes: MARIA }],
      new Date(),
    ),
  );
  const id = v7();
  await database
    .insertInto('roles')
    .values({
      organization_id: organizationId,
      id,
      name: 'Front desk',
      permissions: [
        'people:read',
        'segments:write',
        'campaigns:write',
        'campaigns:send',
        'imports:write',
        'contacts:write',
        'attributes:write',
      ],
      highest_class: 'service',
    })
    .execute();
  const email = 'front@example.org';
  const password = 'correct horse battery staple';
  await addUser(database, { organizationId, email, name: 'Fay Front', roles: [id], password });
  front = await world.signInAs(email);
  const made = await owner.request('POST', 'segments', { name: 'Diabetes', tree: HAS_DIABETES });
  segmentId = made.json.id;
});
afterAll(() => world.close());

describe('a person', () => {
  it('is shown up to one’s class; what is above it is named as locked, known or not', async () => {
    const { json } = await front.request('GET', `contacts/${contactId}`);
    const { conditions: _, ...open } = MARIA;
    expect(json.values).toEqual(open);
    // drugs are not known of her, and locked all the same
    expect(json.locked).toEqual(['conditions', 'drugs']);
    const whole = await owner.request('GET', `contacts/${contactId}`);
    expect(whole.json).toMatchObject({ values: MARIA, locked: [] });
  });

  it('is shown no further where something is recorded of them', async () => {
    const said = { kind: 'opted_out', scope: 'marketing' };
    const { status, text } = await front.request('POST', `contacts/${contactId}/consent`, said);
    expect(status).toBe(201);
    expect(text).not.toContain('E11');
  });
});

describe('a segment above one’s class', () => {
  it('has a neutral label, and says neither what it asks nor what causes its class', async () => {
    const one = await front.request('GET', `segments/${segmentId}`);
    expect(one.json).toMatchObject({
      name: 'Segment 1',
      locked: true,
      tree: null,
      class: { sensitivity: 'diagnosis', causedByLabel: '' },
    });
    const all = await front.request('GET', 'segments');
    for (const { text } of [one, all]) expect(text).not.toMatch(/Diabetes|conditions|E11/i);
  });

  it('shows nobody, is neither counted nor changed nor deleted', async () => {
    const change = { name: 'Mine', tree: { op: 'isSet', attribute: 'city' } };
    const answers = [
      await front.request('GET', `segments/${segmentId}/people`),
      await front.request('POST', 'segments/count', { tree: HAS_DIABETES }),
      await front.request('POST', 'segments', { name: 'Guess', tree: HAS_DIABETES }),
      await front.request('PUT', `segments/${segmentId}`, change, { 'if-match': '"1"' }),
      await front.request('DELETE', `segments/${segmentId}`),
    ];
    for (const { status, json } of answers) {
      expect(status).toBe(403);
      expect(json).toMatchObject({ code: 'class_missing', class: 'diagnosis' });
      expect(json.detail).toContain('Privacy officer');
    }
    expect((await owner.request('GET', `segments/${segmentId}`)).json.name).toBe('Diabetes');
  });

  it('is not used in a campaign; one that uses it has neutral names and shows nobody', async () => {
    const draft = {
      name: 'Diabetes class',
      goal: null,
      segmentId,
      templateId: null,
      stream: 'marketing',
      interview: { about: null, drug: null, encourages: null, payment: null, payer: null },
    };
    const refused = await front.request('POST', 'campaigns', draft);
    expect([refused.status, refused.json.code]).toEqual([403, 'class_missing']);
    const { json } = await owner.request('POST', 'campaigns', draft);
    const seen = await front.request('GET', `campaigns/${json.id}`);
    expect(seen.json).toMatchObject({
      name: 'A campaign above your class',
      segmentName: 'Segment 1',
    });
    for (const place of ['people', 'review', 'review/people']) {
      const answer = await front.request('GET', `campaigns/${json.id}/${place}`);
      expect([place, answer.status]).toEqual([place, 403]);
    }
    const launched = await front.request('POST', `campaigns/${json.id}/launch`);
    expect(launched.json.code).toBe('class_missing');
  });
});

it('fills in no field above one’s class from a real person', async () => {
  const body = { ...SOURCE, contactId };
  const { status, json } = await front.request('POST', 'templates/preview', body);
  expect([status, json.code]).toEqual([403, 'class_missing']);
  expect((await owner.request('POST', 'templates/preview', body)).status).toBe(200);
});

it('shows of a file that somebody else uploaded the columns up to one’s class, and no rows', async () => {
  const csv = 'email,city,conditions,remark\nno address,Salem,E11.9,takes insulin\n';
  const upload = fileUpload('people.csv', csv);
  const made = await owner.request('POST', 'imports', upload.body, upload.headers);
  const { id } = made.json.import;
  const shown = await front.request('GET', `imports/${id}/preview`);
  const columns = shown.json.columns as { heading: string; locked: boolean }[];
  expect(columns.map(({ heading, locked }) => [heading, locked])).toEqual([
    ['email', false],
    ['city', false],
    ['conditions', true],
    ['remark', true],
  ]);
  expect(shown.text).not.toMatch(/E11|insulin/);
  expect((await front.request('GET', `imports/${id}/rejects`)).json.code).toBe('class_missing');
  expect((await owner.request('GET', `imports/${id}/rejects`)).status).toBe(200);
});

it('a file of one row asks nobody’s value that its importer may not see', async () => {
  const imported = async (by: Client, csv: string, attributes: readonly string[]) => {
    const upload = fileUpload('one.csv', csv);
    const { json } = await by.request('POST', 'imports', upload.body, upload.headers);
    const mapping = attributes.map((attribute, column) => ({ column, attribute }));
    const { id } = json.import;
    await by.request('POST', `imports/${id}/start`, { mapping, source: 'own_records' });
    const state = async () => (await ended(by, id)).state;
    await expect.poll(state, { timeout: 20_000 }).toBe('done');
    const { updated, unchanged } = await ended(by, id);
    return { updated, unchanged };
  };
  const ended = async (by: Client, id: string) => (await by.request('GET', `imports/${id}`)).json;
  const asked = ['record_number', 'conditions'];
  const right = 'record_number,conditions\nRFH-1,E11.9\n';
  expect(await imported(front, right, asked)).toEqual({ updated: 1, unchanged: null });
  expect(await imported(owner, right, asked)).toEqual({ updated: 0, unchanged: 1 });
  const city = 'record_number,city\nRFH-1,Portland\n';
  expect(await imported(front, city, ['record_number', 'city'])).toEqual({
    updated: 0,
    unchanged: 1,
  });
});

it('an attribute above one’s class is deleted by nobody who may not know what it holds', async () => {
  const { json } = await front.request('GET', 'attributes');
  const idOf = (key: string) => json.data.find((one: { key: string }) => one.key === key).id;
  const refused = await front.request('DELETE', `attributes/${idOf('drugs')}`);
  expect(refused).toMatchObject({ status: 403, json: { code: 'class_missing' } });
  expect(await front.request('DELETE', `attributes/${idOf('department')}`)).toMatchObject({
    status: 204,
  });
});
