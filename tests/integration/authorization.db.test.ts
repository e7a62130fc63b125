import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../packages/core/src/values/index.ts';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { type ApiWorld, apiWorld, type Client } from '../support/api.ts';
import { paper } from '../support/authorization.ts';

const today = new Date().toISOString().slice(0, 10);
const EVENT = 'Zyxevent: the end of care here';

/** A paper with all that 45 CFR 164.508(c) asks for. */
const SOUND = paper({
  categories: ['own_service'],
  signedOn: addDays(today, -30),
  expiry: { kind: 'date', on: addDays(today, 365) },
});

let world: ApiWorld;
let owner: Client;
let campaignId: string;
let contactId: string;

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  campaignId = await promotion();
});
afterAll(() => world.close());

// the campaign's segment has one person at a time: each test takes the place of the one before
beforeEach(async () => {
  await world.test.pool.query('truncate contacts, contact_keys, contact_pages');
  contactId = await patient();
});

async function patient(): Promise<string> {
  const id = v7();
  const definitions = await loadDefinitions(world.database, world.organizationId);
  const attributes = { email: `${id}@example.org`, city: 'Portland' };
  await inTransaction(world.database, (tx) =>
    writeContacts(tx, world.keys, definitions, [{ id, attributes, before: null }], new Date()),
  );
  return id;
}

/** A draft that promotes the clinic's own service: marketing under the strict profile. */
async function promotion(): Promise<string> {
  const tree = { op: 'equals', attribute: 'city', value: 'Portland' };
  const segment = await owner.request('POST', 'segments', { name: 'Portland', tree });
  const template = await owner.request('POST', 'templates', {
    name: 'Visit',
    subject: 'Come and see us',
    preheader: '',
    mjml: '<mjml><mj-body><mj-section><mj-column><mj-text>Hello.</mj-text></mj-column></mj-section></mj-body></mjml>',
    text: '',
  });
  const campaign = await owner.request('POST', 'campaigns', {
    name: 'Visit',
    goal: null,
    segmentId: segment.json.id,
    templateId: template.json.id,
    stream: 'marketing',
    interview: { about: 'own_service', drug: null, encourages: true, payment: 'none', payer: null },
  });
  expect(campaign.json.missing).toEqual([]);
  return campaign.json.id;
}

const sign = (some: object = {}) => {
  const document = { ...SOUND, ...some };
  const body = { kind: 'authorization_signed', document };
  return owner.request('POST', `contacts/${contactId}/consent`, body);
};

const review = async () =>
  (await owner.request('GET', `campaigns/${campaignId}/review`)).json as {
    profile: string;
    audience: number;
    byAuthorization: number;
  };

const permitted = { profile: 'strict', audience: 1, byAuthorization: 1 };
const refused = { ...permitted, byAuthorization: 0 };

describe('a signed authorization that staff put on file', () => {
  it('permits the marketing that was refused before it, until it is revoked', async () => {
    expect(await review()).toMatchObject(refused);

    const { status, json } = await sign();
    expect(status).toBe(201);
    expect(json.authorizations).toMatchObject([
      { kinds: ['marketing'], valid: true, defects: [], revokedAt: null },
    ]);
    expect(json.consent).toMatchObject([{ kind: 'authorization_signed', source: 'paper' }]);
    expect(await review()).toMatchObject(permitted);

    const revoked = await owner.request('POST', `contacts/${contactId}/consent`, {
      kind: 'authorization_revoked',
      documentId: json.authorizations[0].id,
    });
    expect(revoked.json.authorizations[0]).toMatchObject({
      valid: false,
      defects: ['It has been revoked.'],
    });
    expect(await review()).toMatchObject(refused);
  });

  it('is kept with an element missing, permits nothing, and says what is missing', async () => {
    const { status, json } = await sign({ statesRedisclosureRisk: false });
    expect(status).toBe(201);
    expect(json.authorizations).toMatchObject([
      {
        valid: false,
        defects: ['It does not state that what is disclosed may be disclosed again.'],
      },
    ]);
    expect(await review()).toMatchObject(refused);
  });

  it('permits only what it was signed for', async () => {
    expect((await sign({ categories: ['fundraising'] })).json.authorizations[0].valid).toBe(true);
    expect((await sign({ informationScope: 'none' })).json.authorizations[0].valid).toBe(true);
    expect(await review()).toMatchObject(refused);
  });

  it('says what keeps it from paid marketing while it is good for the rest', async () => {
    const { json } = await sign({ kinds: ['marketing', 'marketing_remunerated'] });
    expect(json.authorizations[0]).toMatchObject({
      valid: true,
      defects: ['It does not state that the message is paid for.'],
    });
  });

  it('leaves ids and words of ours in the ledger, and nothing that the paper says', async () => {
    const { json } = await sign({ expiry: { kind: 'event', name: EVENT } });
    expect(json.authorizations[0].expiry).toContain(EVENT);
    const { rows } = await world.test.pool.query(
      `select subject from audit_entries where action = 'consent.recorded'
       order by id desc limit 1`,
    );
    expect(rows[0].subject).toEqual({
      contactId,
      eventId: expect.any(String),
      kind: 'authorization_signed',
      documentId: json.authorizations[0].id,
      documentKinds: 'marketing',
    });
    expect(world.logged.join('\n')).not.toContain('Zyxevent');
  });

  it.each([
    [
      'signed on a day to come',
      { signedOn: addDays(today, 3) },
      422,
      '/document/signedOn',
      'The day of the signature is still to come.',
    ],
    [
      'ended before it was signed',
      { expiry: { kind: 'date', on: addDays(today, -31) } },
      422,
      '/document/expiry/on',
      'The day on which it ends is before it was signed.',
    ],
    ['allowing nothing', { kinds: [] }, 400, '/document/kinds', expect.any(String)],
    ['signed on no day', { signedOn: '2026-02-30' }, 400, '/document/signedOn', expect.any(String)],
  ])('is refused when %s, and nothing is stored', async (_, some, status, pointer, detail) => {
    const answer = await sign(some);
    expect(answer.status).toBe(status);
    expect(answer.json.errors).toContainEqual({ pointer, detail });
    const { rows } = await world.test.pool.query(
      `select from consent_events where contact_id = $1`,
      [contactId],
    );
    expect(rows).toEqual([]);
  });
});
