import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addPatients,
  authorization,
  makeCampaign,
  makeRiverside,
  NOW,
  openPostOffice,
  type PostOffice,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { campaignPeople, launchCampaign } from '../campaigns/index.ts';
import { bucketOf, type Database, inTransaction, openDatabase } from '../database/index.ts';
import { campaignReport } from './index.ts';

let scratch: TestDatabase;
let database: Database;
let office: PostOffice;
let riverside: Riverside;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  office = await openPostOffice(database);
});
afterAll(async () => {
  await office.close();
  await database.destroy();
  await scratch.drop();
});
beforeEach(async () => {
  riverside = await makeRiverside(database);
});

const BODY =
  '<p><a href="https://example.org/book">Book</a> or <a href="https://example.org/read">read</a></p>';

/** A campaign that was sent: so many of each kind. Answers who got it. */
async function sent(counts: { allowed: number; not?: number; optedOut?: number; none?: number }) {
  const { allowed, not = 0, optedOut = 0, none = 0 } = counts;
  const people = (count: number, name: string, facts: () => Parameters<typeof addPatients>[1][0]) =>
    Array.from({ length: count }, (_, place) => {
      const { attributes, ...rest } = facts();
      return { attributes: { ...attributes, record_number: `${name}-${place}` }, ...rest };
    });
  const email = 'somebody@example.org';
  await addPatients(riverside, [
    ...people(allowed, 'A', () => ({ attributes: { email }, facts: [authorization()] })),
    ...people(not, 'N', () => ({ attributes: { email } })),
    ...people(optedOut, 'O', () => ({
      attributes: { email },
      facts: [{ kind: 'opted_out', scope: 'marketing' }],
    })),
    ...people(none, 'X', () => ({ attributes: {} })),
  ]);
  const { id } = await makeCampaign(riverside, { body: BODY });
  await inTransaction(database, (tx) => launchCampaign(tx, riverside.keys, id, NOW));
  await office.sendAll();
  const answer = await campaignPeople(database, riverside.keys, id, {
    limit: 200,
    cursor: null,
    state: 'sent',
  });
  if (answer.kind !== 'page') throw new Error(answer.kind);
  return { id, got: answer.people.map(({ contactId }) => contactId) };
}

interface Deed {
  readonly kind: 'open' | 'click' | 'unsubscribe';
  readonly link?: number;
  readonly hour?: number;
  readonly machine?: boolean;
}

async function did(campaignId: string, contacts: readonly (string | undefined)[], deed: Deed) {
  const { kind, link = null, hour = 13, machine = false } = deed;
  await database
    .insertInto('events')
    .values(
      contacts.map((contact = '') => ({
        bucket: bucketOf(contact),
        organization_id: riverside.organizationId,
        contact_id: contact,
        campaign_id: campaignId,
        id: v7(),
        kind,
        link,
        machine,
        at: new Date(`2026-06-01T${hour}:30:00Z`),
      })),
    )
    .execute();
}

const report = async (id: string, maySeePeople: boolean) => {
  const answer = await campaignReport(database, riverside.organizationId, id, maySeePeople, NOW);
  if (answer === null) throw new Error('no such campaign');
  return answer;
};
const behind = async (id: string, filter: object) => {
  const place = { limit: 200, cursor: null };
  const page = await campaignPeople(database, riverside.keys, id, { ...place, ...filter });
  return page.kind === 'page' ? page.people.length : page.kind;
};

describe('the report', () => {
  test('counts people once, whatever they did twice, and no machine', async () => {
    const { id, got } = await sent({ allowed: 4, not: 2, optedOut: 1, none: 1 });
    await did(id, got.slice(0, 3), { kind: 'open' });
    await did(id, got.slice(0, 1), { kind: 'open', hour: 15 });
    await did(id, got.slice(0, 2), { kind: 'click', link: 0, hour: 14 });
    await did(id, got.slice(0, 1), { kind: 'click', link: 0, hour: 16 });
    await did(id, got.slice(1, 2), { kind: 'click', link: 1, hour: 16 });
    await did(id, got, { kind: 'click', link: 1, machine: true });
    await did(id, got.slice(3), { kind: 'unsubscribe' });
    const { states, funnel, links, perHour, refusals } = await report(id, true);
    expect(states).toEqual({
      audience: 8,
      sent: 4,
      waiting: 0,
      refused: 3,
      suppressed: 1,
      failed: 0,
      uncertain: 0,
    });
    expect(funnel).toEqual({
      audience: 8,
      sent: 4,
      delivered: 4,
      secured: 4,
      inPortal: 0,
      opened: 3,
      clicked: 2,
      unsubscribed: 1,
    });
    expect(links).toEqual([
      { link: 0, target: 'https://example.org/book', clicks: 3, people: 2 },
      { link: 1, target: 'https://example.org/read', clicks: 1, people: 1 },
    ]);
    expect(perHour.filter(({ opened, clicked }) => opened !== 0 || clicked !== 0)).toEqual([
      { hour: '2026-06-01T13:00:00.000Z', sent: 0, opened: 3, clicked: 0 },
      { hour: '2026-06-01T14:00:00.000Z', sent: 0, opened: 0, clicked: 2 },
    ]);
    expect(perHour.reduce((sum, hour) => sum + (hour.sent ?? 0), 0)).toBe(4);
    expect(refusals.map(({ code, count }) => [code, count])).toEqual([
      ['needs_marketing_authorization', 2],
      ['no_address', 1],
      ['opted_out_marketing', 1],
    ]);
    expect(refusals[0]).toMatchObject({
      sentence: 'They have not allowed marketing in writing.',
      citations: expect.arrayContaining(['45 CFR 164.508(a)(3)(i)']),
    });
    // each figure opens its list
    expect(await behind(id, { event: 'open' })).toBe(3);
    expect(await behind(id, { event: 'click' })).toBe(2);
    expect(await behind(id, { link: 0 })).toBe(2);
    expect(await behind(id, { link: 1 })).toBe(1);
    expect(await behind(id, { event: 'unsubscribe' })).toBe(1);
    expect(await behind(id, { code: 'opted_out_marketing' })).toBe(1);
  });

  test('hides what is small, and what it would follow from, from those who may not see people', async () => {
    const { id, got } = await sent({ allowed: 30, not: 20, optedOut: 3, none: 0 });
    await did(id, got.slice(0, 25), { kind: 'open' });
    await did(id, got.slice(0, 12), { kind: 'click', link: 0 });
    await did(id, got.slice(0, 4), { kind: 'click', link: 1 });
    await did(id, got.slice(0, 12), { kind: 'open', hour: 18 });
    const { campaign, states, funnel, links, refusals, perHour } = await report(id, false);
    expect(campaign).toMatchObject({ states: null, perSecond: null, secondsLeft: null });
    expect(states).toMatchObject({ audience: 53, sent: 30, refused: 23 });
    // 3 of 23 opted out: the 20 would tell, and so would the name of the reason
    expect(refusals).toEqual([
      {
        code: 'other',
        sentence: 'Other reasons, in groups too small to show.',
        citations: [],
        count: 23,
      },
    ]);
    // 5 of 30 did not open
    expect(funnel).toMatchObject({ sent: 30, delivered: 30, opened: null, clicked: 12 });
    expect(perHour.map(({ opened }) => opened).every((opened) => opened === null)).toBe(true);
    expect(links).toMatchObject([
      { clicks: 12, people: 12 },
      { clicks: null, people: null },
    ]);
    expect(await report(id, true)).toMatchObject({ funnel: { opened: 25 } });
  });

  test('tells of no reason that only a few share, not by a sum either', async () => {
    const { id, got } = await sent({ allowed: 21, not: 25, none: 8 });
    await did(id, got.slice(0, 11), { kind: 'open' });
    await did(id, got, { kind: 'click', link: 0 });
    const { states, funnel, refusals, links, perHour } = await report(id, false);
    // 54 - 25 - 21 would be the 8 without an address
    expect(states).toEqual({
      audience: 54,
      sent: null,
      waiting: 0,
      refused: 25,
      suppressed: null,
      failed: 0,
      uncertain: 0,
    });
    expect(refusals.map(({ code, count }) => [code, count])).toEqual([
      ['needs_marketing_authorization', 25],
      ['other', null],
    ]);
    // nor does what those did who got it, of whom the 8 would follow
    const { audience, ...ofSent } = funnel;
    expect(audience).toBe(54);
    const figures = [
      ...Object.values(ofSent),
      ...links.flatMap(({ clicks, people }) => [clicks, people]),
      ...perHour.flatMap(({ sent: hour, opened, clicked }) => [hour, opened, clicked]),
    ];
    expect(new Set(figures)).toEqual(new Set([null]));
  });

  test('shows nothing but nobody of a small audience', async () => {
    const { id, got } = await sent({ allowed: 3, not: 2 });
    await did(id, got, { kind: 'click', link: 0 });
    const { states, funnel, links } = await report(id, false);
    for (const figure of [...Object.values(states), ...Object.values(funnel)]) {
      expect([null, 0]).toContain(figure);
    }
    expect(links.map(({ clicks }) => clicks)).toEqual([null, null]);
  });

  test('calls secured only what proved who it is, and tells what waits in the portal', async () => {
    const { id, got } = await sent({ allowed: 30 });
    const sends = (contacts: readonly string[]) =>
      database
        .updateTable('sends')
        .where('campaign_id', '=', id)
        .where('contact_id', 'in', contacts);
    const unverified = await database
      .insertInto('send_routes')
      .values({
        organization_id: riverside.organizationId,
        hash: Buffer.from(v7()),
        tls_protocol: 'TLSv1.3',
        tls_cipher: 'TLS_AES_256_GCM_SHA384',
        tls_verified: 'unverified',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sends(got.slice(0, 3)).set({ route: unverified.id }).execute();
    // an attempt before had found TLS
    await sends(got.slice(3, 15)).set({ way: 'portal' }).execute();
    expect((await report(id, true)).funnel).toMatchObject({ sent: 30, secured: 15, inPortal: 12 });
    // 30 less 15 less 12 would be the 3, so the smaller of the two is hidden as well
    const { secured, inPortal } = (await report(id, false)).funnel;
    expect([secured, inPortal]).toEqual([15, null]);
  });

  test('of a draft is all zeros, and of no campaign nothing', async () => {
    const { id } = await makeCampaign(riverside);
    expect(await report(id, true)).toMatchObject({ funnel: { audience: 0, sent: 0 }, perHour: [] });
    const unknown = campaignReport(database, riverside.organizationId, v7(), true, NOW);
    expect(await unknown).toBeNull();
  });
});
