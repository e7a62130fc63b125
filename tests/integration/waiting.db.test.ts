import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextOpen } from '../../packages/core/src/shaping/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';

let world: ApiWorld;
let path = '';
const campaignId = crypto.randomUUID();

/** A day on which it is none anywhere now. */
const weekday = ((new Date().getUTCDay() + 2) % 7) + 1;
const window = { days: [weekday], from: '09:00', to: '17:00' };
const opens = (zone: string) => new Date(nextOpen(window, zone, Date.now()) ?? 0);

beforeAll(async () => {
  world = await apiWorld();
  path = `campaigns/${campaignId}/waiting`;
  const { pool } = world.test;
  await pool.query(
    `insert into campaigns (organization_id, id, name, state, interview, stream, send_window, audience)
     values ($1, $2, 'Visit', 'running', '{}', 'marketing', $3, 3)`,
    [world.organizationId, campaignId, JSON.stringify(window)],
  );
  const wait = (state: string, due: Date) =>
    pool.query(
      `insert into sends (bucket, organization_id, campaign_id, contact_id, state, due_at)
       values (0, $1, $2, $3, $4, $5)`,
      [world.organizationId, campaignId, crypto.randomUUID(), state, due],
    );
  await wait('queued', opens('America/New_York'));
  await wait('queued', opens('Pacific/Honolulu'));
  await wait('deferred', new Date(Date.now() + 3_600_000));
});
afterAll(() => world.close());

it('tells for what people wait, with figures for those who may see people', async () => {
  const marketer = await world.as('marketer');
  const { status, json } = await marketer.request('GET', path);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    reasons: [
      { kind: 'window', people: 1, until: opens('America/New_York').toISOString() },
      { kind: 'window', people: 1, until: opens('Pacific/Honolulu').toISOString() },
      { kind: 'deferred', people: 1 },
    ],
    others: 0,
  });
});

it('has no figure for those who may not, nor where somebody lives', async () => {
  const analyst = await world.as('analyst');
  const { json } = await analyst.request('GET', path);
  expect(json.others).toBeNull();
  const reasons = json.reasons as { kind: string; people: number | null }[];
  expect(reasons.map(({ kind, people }) => [kind, people])).toEqual([
    ['window', null],
    ['deferred', null],
  ]);
});

it('is 404 for a campaign of nobody', async () => {
  const owner = await world.as('owner');
  const { status } = await owner.request('GET', `campaigns/${crypto.randomUUID()}/waiting`);
  expect(status).toBe(404);
});
