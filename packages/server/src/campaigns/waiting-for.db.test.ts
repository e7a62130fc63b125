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
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { cancelCampaign, launchCampaign, pauseCampaign, waitingFor } from './index.ts';

let scratch: TestDatabase;
let database: Database;
let riverside: Riverside;
let id: string;
let people: string[];
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
  people = await addPatients(
    riverside,
    Array.from({ length: 6 }, (_, place) => ({
      attributes: { email: `p${place}@example.org`, record_number: `R-${place}` },
      facts: [authorization()],
    })),
  );
  ({ id } = await makeCampaign(riverside));
  await inTransaction(database, (tx) => launchCampaign(tx, riverside.keys, id, NOW));
});

// Monday, June 1, 2026, 12:00 UTC: 8:00 in New York, 7:00 in Chicago
const later = (minutes: number, seconds = 0) =>
  new Date(NOW.getTime() + minutes * 60_000 + seconds * 1000);
const putOff = (who: readonly string[], due: Date, state: 'queued' | 'deferred' = 'queued') =>
  database
    .updateTable('sends')
    .set({ due_at: due, state })
    .where('campaign_id', '=', id)
    .where('contact_id', 'in', who)
    .execute();
const organization = (values: { per_second?: number; send_window?: string; time_zone?: string }) =>
  database
    .updateTable('organizations')
    .set(values)
    .where('id', '=', riverside.organizationId)
    .execute();
const waiting = async () => {
  const answer = await waitingFor(database, riverside.organizationId, id, NOW);
  if (answer === null) throw new Error('no such campaign');
  return answer;
};
const stop = (provider: string) =>
  database
    .insertInto('provider_stops')
    .values({
      organization_id: riverside.organizationId,
      provider,
      id: v7(),
      since: NOW,
      accepted: 1000,
      complaints: 4,
    })
    .execute();

describe('for what a campaign waits', () => {
  test('is nothing while everybody has their turn', async () => {
    expect(await waiting()).toEqual({ reasons: [], others: 0 });
  });

  test('is the window, counted by when it opens where they live', async () => {
    await organization({
      send_window: JSON.stringify({ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }),
      time_zone: 'America/Chicago',
    });
    await putOff(people.slice(0, 1), later(60, 2));
    await putOff(people.slice(1, 4), later(120, 1));
    const words = 'Monday to Friday, 09:00 to 17:00';
    const sentence = `The send window is shut where they live: ${words}.`;
    expect(await waiting()).toEqual({
      reasons: [
        { kind: 'window', people: 1, sentence, until: later(60).toISOString() },
        { kind: 'window', people: 3, sentence, until: later(120).toISOString() },
      ],
      others: 0,
    });
  });

  test('is a server that put them off, until the first is tried again', async () => {
    await putOff(people.slice(0, 2), later(4), 'deferred');
    await putOff(people.slice(2, 3), later(2), 'deferred');
    expect(await waiting()).toMatchObject({
      reasons: [{ kind: 'deferred', people: 3, until: later(2).toISOString() }],
      others: 0,
    });
  });

  test('is all that applies now where nothing tells who waits for what', async () => {
    await putOff(people.slice(0, 2), later(5));
    expect(await waiting()).toMatchObject({ reasons: [{ kind: 'pace' }], others: 2 });
    await stop('example.org');
    await organization({ per_second: 2, time_zone: 'America/Chicago' });
    await database
      .insertInto('warm_ups')
      .values({
        organization_id: riverside.organizationId,
        subject: 'riverside.example.org',
        started_on: '2026-06-01',
        plan: JSON.stringify([50, 100]),
        enabled: true,
      })
      .execute();
    const day = { subject: 'riverside.example.org', day: '2026-06-01', taken: 50 };
    await database
      .insertInto('warm_up_days')
      .values({ organization_id: riverside.organizationId, ...day })
      .execute();
    const hold = { rule: 'tss04', label: 'Too fast', since: NOW, fraction: 0.5, doubles_every: 60 };
    const site = { ...hold, holds: 'marketing' as const, reply: '', suspended_until: later(30) };
    const other = v7();
    await database
      .insertInto('site_states')
      .values([
        { ...site, site: 'mx.example.org', organization_id: riverside.organizationId },
        { ...site, site: 'mx.example.net', organization_id: other },
        { ...site, site: 'mx.example.com', organization_id: null, suspended_until: null },
      ])
      .execute();
    const { reasons, others } = await waiting();
    expect(others).toBe(2);
    expect(reasons.map(({ kind, until }) => [kind, until])).toEqual([
      ['provider', null],
      ['receiver', later(30).toISOString()],
      ['warm_up', '2026-06-02T05:00:00.000Z'],
      ['rate', null],
    ]);
    expect(reasons.map(({ sentence }) => sentence).join(' ')).toMatch(
      /example\.org has stopped.* mx\.example\.org gets no marketing .* allows 50 .* at most 120 a minute\./,
    );
  });

  test('is a stopped provider alone while it is paused, and nothing once it is over', async () => {
    await stop('example.org');
    await putOff(people.slice(0, 2), later(5));
    const at = riverside.organizationId;
    await inTransaction(database, (tx) => pauseCampaign(tx, at, id, NOW));
    expect(await waiting()).toMatchObject({ reasons: [{ kind: 'provider' }], others: 0 });
    await inTransaction(database, (tx) => cancelCampaign(tx, at, id, NOW));
    expect(await waiting()).toEqual({ reasons: [], others: 0 });
    expect(await waitingFor(database, v7(), id, NOW)).toBeNull();
  });
});
