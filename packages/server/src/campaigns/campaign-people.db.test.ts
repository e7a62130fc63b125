import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addPatients,
  authorization,
  makeCampaign,
  makeRiverside,
  NOW,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, inTransaction, openDatabase, type Tables } from '../database/index.ts';
import { campaignPeople, launchCampaign, pauseCampaign, reviewPeople, sealRoute } from './index.ts';

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

const TLS = ['TLSv1.3', 'TLS_AES_256_GCM_SHA384'] as const;

async function routeOf(verified: string | null): Promise<number> {
  const hash = Buffer.from(v7());
  const { id } = await database
    .insertInto('send_routes')
    .values({
      organization_id: riverside.organizationId,
      hash,
      places_sealed: sealRoute(riverside.keys, hash, {
        site: 'mx.example.net',
        host: 'mx1.example.net',
        peer: '192.0.2.1',
      }),
      tls_protocol: verified === null ? null : TLS[0],
      tls_cipher: verified === null ? null : TLS[1],
      tls_verified: verified,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A campaign to one person, whose send is as it says. */
async function sendThatIs(row: Partial<Tables['told_sends']> & { readonly verified?: string }) {
  await addPatients(riverside, [
    { attributes: { email: 'ana@example.org' }, facts: [authorization()] },
  ]);
  const { id } = await makeCampaign(riverside);
  await inTransaction(database, (tx) => launchCampaign(tx, riverside.keys, id, NOW));
  const { verified, ...columns } = row;
  const route = verified === undefined ? null : await routeOf(verified);
  await database
    .updateTable('sends')
    .set({ ...columns, route })
    .where('campaign_id', '=', id)
    .execute();
  return id;
}

async function deliveryOf(id: string) {
  const place = { limit: 10, cursor: null };
  const page = await campaignPeople(database, riverside.keys, id, place);
  if (page.kind !== 'page') throw new Error(page.kind);
  const [person] = page.people;
  if (person === undefined) throw new Error('expected somebody');
  return person.delivery;
}

describe('how a message left', () => {
  test.each([
    ['mta_sts', 'MTA-STS'],
    ['dane', 'DANE'],
    ['public_authorities', 'public authorities'],
    ['private_authority', 'your relay’s own authority'],
    ['unverified', 'the certificate proves nothing'],
  ])('is told with the server, and how it was verified: %s', async (verified, words) => {
    const id = await sendThatIs({
      state: 'accepted',
      verified,
      smtp_code: 250,
      enhanced_code: '2.0.0',
      reply: 'queued as 4Fxyz',
    });
    const [protocol, cipher] = TLS;
    expect(await deliveryOf(id)).toEqual({
      way: 'mail',
      host: 'mx1.example.net',
      peer: '192.0.2.1',
      tls: { protocol, cipher, verified, sentence: expect.stringContaining(words) },
      said: { code: 250, enhanced: '2.0.0', text: 'queued as 4Fxyz' },
      deferrals: 0,
      againAt: null,
    });
  });

  test('is the portal where no TLS was to be had, whatever an attempt before had found', async () => {
    const id = await sendThatIs({
      state: 'accepted',
      way: 'portal',
      verified: 'mta_sts',
      smtp_code: 451,
      reply: 'ENOSTARTTLS',
      deferrals: 2,
    });
    expect(await deliveryOf(id)).toMatchObject({
      way: 'portal',
      host: null,
      tls: null,
      said: {
        code: null,
        text: 'The mail server offers no TLS, and nothing is ever sent in clear.',
      },
    });
  });

  test('says when a deferred one is tried again, and not while the campaign is paused', async () => {
    const due = new Date('2099-01-01T08:00:00Z');
    const id = await sendThatIs({
      state: 'deferred',
      deferrals: 1,
      due_at: due,
      reply: 'dns_timeout',
    });
    expect(await deliveryOf(id)).toMatchObject({
      said: { code: null, text: 'The name servers did not answer in time.' },
      deferrals: 1,
      againAt: due.toISOString(),
    });
    await inTransaction(database, (tx) =>
      pauseCampaign(tx, riverside.organizationId, id, new Date()),
    );
    expect(await deliveryOf(id)).toMatchObject({ deferrals: 1, againAt: null });
  });

  test('has the server’s words of a failure, and nothing of an answer that never came', async () => {
    const words = {
      verified: 'dane',
      smtp_code: 550,
      enhanced_code: '5.1.1',
      reply: 'no such user',
    };
    const failed = await sendThatIs({ state: 'failed', ...words });
    expect(await deliveryOf(failed)).toMatchObject({
      said: { code: 550, enhanced: '5.1.1', text: 'no such user' },
    });
    await database.updateTable('sends').set({ state: 'uncertain' }).execute();
    expect(await deliveryOf(failed)).toMatchObject({ host: 'mx1.example.net', said: null });
  });

  test('is nothing for those who wait for their turn, who were refused, or in a review', async () => {
    const id = await sendThatIs({ state: 'queued' });
    expect(await deliveryOf(id)).toBeNull();
    await database.updateTable('sends').set({ state: 'refused' }).execute();
    expect(await deliveryOf(id)).toBeNull();
    const place = { limit: 10, cursor: null };
    expect(await reviewPeople(database, riverside.keys, id, place, NOW)).toMatchObject({
      people: [{ delivery: null }],
    });
  });
});
