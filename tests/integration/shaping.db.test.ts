import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShaper } from '../../packages/server/src/shaping/index.ts';
import { type ApiWorld, apiWorld, type Client } from '../support/api.ts';

let world: ApiWorld;
let owner: Client;
let marketer: Client;
beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  marketer = await world.as('marketer');
});
afterAll(() => world.close());

const at = (version: number) => ({ 'if-match': `"${version}"` });
const SITE = '(mx1|mx2).example.net';

async function audited(): Promise<readonly string[]> {
  const { json } = await owner.request('GET', 'audit');
  return json.data.map(({ action }: { action: string }) => action);
}

test('a receiver’s row is written in place of the built-in one, and taken back', async () => {
  const find = async (suffix: string) => {
    const { json } = await marketer.request('GET', 'delivery/receivers');
    return json.data.find((one: { suffix: string }) => one.suffix === suffix);
  };
  const { suffix: _, version, ...google } = await find('google.com');
  expect([version, google.connections]).toEqual([0, 5]);
  const write = (connections: number, match: number, client = owner) =>
    client.request('PUT', 'delivery/receivers/google.com', { ...google, connections }, at(match));
  expect(await write(2, 0, marketer)).toMatchObject({ status: 403 });
  expect(await write(2, 0)).toMatchObject({ status: 200, json: { connections: 2, version: 1 } });
  expect(await write(3, 0)).toMatchObject({ status: 412, json: { current: { connections: 2 } } });
  expect(await find('google.com')).toMatchObject({ connections: 2, version: 1 });
  const everybody = await owner.request('PUT', 'delivery/receivers/*', google, at(0));
  expect(everybody).toMatchObject({ status: 200, json: { suffix: '*' } });
  const nonsense = await owner.request('PUT', 'delivery/receivers/a@b', google, at(0));
  expect(nonsense).toMatchObject({ status: 422, json: { code: 'invalid_content' } });
  const remove = (match: number) =>
    owner.request('DELETE', 'delivery/receivers/google.com', undefined, at(match));
  expect(await remove(7)).toMatchObject({ status: 412 });
  expect(await remove(1)).toMatchObject({ status: 204 });
  expect(await remove(1)).toMatchObject({ status: 404 });
  expect(await find('google.com')).toMatchObject({ connections: 5, version: 0 });
  expect(await audited()).toEqual(expect.arrayContaining(['receiver.changed', 'receiver.deleted']));
});

test('a site that is held back says why, in words that name nobody, until a person resumes it', async () => {
  const shaper = await openShaper({
    ...world.delivery,
    monotonic: () => performance.now(),
    liveSenders: () => 1,
  });
  for (let count = 0; count < 3; count += 1) {
    const text = 'Refused as spam: <zyxia@example.com> zyxia@example.com';
    shaper.heard(SITE, { code: 550, enhanced: '5.7.1', text });
  }
  await shaper.flush();
  const sites = async () => (await marketer.request('GET', 'delivery/sites')).json;
  const shown = await sites();
  expect(shown.data).toMatchObject([
    {
      site: SITE,
      perSecond: 0,
      holds: [{ state: 'suspended', holds: 'marketing', rule: 'Refused as spam', code: 550 }],
    },
  ]);
  expect(shown.events).toMatchObject([{ kind: 'suspended', site: SITE }]);
  expect(JSON.stringify(shown)).not.toContain('zyxia');
  const resume = (client = owner) =>
    client.request('POST', 'delivery/sites/release', { site: SITE });
  expect(await resume(marketer)).toMatchObject({ status: 403 });
  expect(await resume()).toMatchObject({ status: 200, json: { released: 1 } });
  expect(await resume()).toMatchObject({ status: 409 });
  expect((await sites()).events.map(({ kind }: { kind: string }) => kind)).toEqual([
    'released',
    'suspended',
  ]);
  expect(await audited()).toContain('site.released');
});

test('a warm-up plan is for a domain or an address, at its version', async () => {
  const body = { startedOn: '2026-01-01', plan: [50, 100], enabled: true };
  const put = (subject: string, match: number, more = {}) =>
    owner.request('PUT', `delivery/warm-ups/${subject}`, { ...body, ...more }, at(match));
  expect(await put('mail.example.org', 0)).toMatchObject({ status: 200, json: { version: 1 } });
  expect(await put('mail.example.org', 0)).toMatchObject({ status: 412 });
  expect(await put('192.0.2.7', 0)).toMatchObject({ status: 200 });
  expect(await put(encodeURIComponent('2001:db8::1'), 0)).toMatchObject({ status: 200 });
  expect(await put('nonsense', 0)).toMatchObject({ status: 422 });
  expect(await put('none.example.org', 3)).toMatchObject({ status: 404 });
  expect(await put('mail.example.org', 1, { plan: [] })).toMatchObject({ status: 400 });
  const { json } = await marketer.request('GET', 'delivery/warm-ups');
  expect(json.data).toHaveLength(3);
  expect(json.data[2]).toMatchObject({ subject: 'mail.example.org', allowedToday: null });
  expect(json.defaultPlan.slice(0, 4)).toEqual([50, 100, 500, 1000]);
});

test('the organization’s pace is changed at its version, and has to be possible', async () => {
  const { json: before } = await marketer.request('GET', 'delivery/pace');
  expect(before).toMatchObject({ perMinute: null, window: null, timeZone: 'UTC' });
  const window = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' };
  const pace = { perMinute: 7, window, timeZone: 'America/Chicago' };
  const put = (body: object, match: number) =>
    owner.request('PUT', 'delivery/pace', body, at(match));
  const saved = await put(pace, before.version);
  expect(saved).toMatchObject({ status: 200, json: { ...pace, version: before.version + 1 } });
  expect(await put(pace, before.version)).toMatchObject({ status: 412 });
  for (const wrong of [
    { ...pace, timeZone: 'Mars/Olympus' },
    { ...pace, window: { ...window, to: '08:00' } },
    { ...pace, window: { ...window, from: '9 am' } },
  ]) {
    expect(await put(wrong, before.version + 1)).toMatchObject({ status: 422 });
  }
});

test('a campaign has a pace of its own, which a save without one leaves as it is', async () => {
  const draft = {
    name: 'Visit',
    goal: null,
    segmentId: null,
    templateId: null,
    stream: 'marketing',
    interview: { about: null, drug: null, encourages: null, payment: null, payer: null },
  };
  const made = await marketer.request('POST', 'campaigns', draft);
  expect(made.json.pace).toEqual({ perMinute: null, window: null });
  const pace = { perMinute: 90, window: { days: [6, 7], from: '10:00', to: '24:00' } };
  const url = `campaigns/${made.json.id}`;
  const paced = await marketer.request('PUT', url, { ...draft, pace }, at(1));
  expect(paced.json.pace).toEqual(pace);
  expect((await marketer.request('PUT', url, draft, at(2))).json.pace).toEqual(pace);
  const closed = { ...pace, window: { ...pace.window, to: '10:00' } };
  expect(await marketer.request('PUT', url, { ...draft, pace: closed }, at(3))).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/pace/window' }] },
  });
  const none = { perMinute: null, window: null };
  expect((await marketer.request('PUT', url, { ...draft, pace: none }, at(3))).json.pace).toEqual(
    none,
  );
});
