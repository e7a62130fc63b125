import { afterAll, beforeAll, expect, test } from 'vitest';
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

const URL = 'organization/frequency-caps';
const at = (version: number) => ({ 'if-match': `"${version}"` });

test('how many messages one person gets is three a week of marketing until somebody sets it', async () => {
  const caps = async () => (await marketer.request('GET', URL)).json;
  expect(await caps()).toEqual({
    marketing: { most: 3, period: 'week' },
    transactional: null,
    version: 0,
  });
  const change = { marketing: null, transactional: { most: 1, period: 'day' } };
  expect(await marketer.request('PUT', URL, change, at(0))).toMatchObject({ status: 403 });
  expect(await owner.request('PUT', URL, change, at(0))).toMatchObject({
    status: 200,
    headers: { etag: '"1"' },
    json: { ...change, version: 1 },
  });
  expect(await caps()).toEqual({ ...change, version: 1 });
  const { json } = await owner.request('GET', 'audit');
  expect(json.data[0]).toMatchObject({ action: 'frequency_caps.changed' });
});

test('two who set it at the same time see each other, and nonsense is refused', async () => {
  const { version, ...caps } = (await owner.request('GET', URL)).json;
  expect(await owner.request('PUT', URL, caps, at(version + 1))).toMatchObject({
    status: 412,
    json: { current: { version } },
  });
  for (const marketing of [{ most: 0, period: 'week' }, { most: 3, period: 'year' }, {}, 3]) {
    const asked = await owner.request('PUT', URL, { ...caps, marketing }, at(version));
    expect([marketing, asked.status]).toEqual([marketing, 400]);
  }
});
