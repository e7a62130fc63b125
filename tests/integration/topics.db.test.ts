import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, apiWorld, type Client } from '../support/api.ts';

let world: ApiWorld;
let owner: Client;

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

const make = async (name: string, description = '') =>
  (await owner.request('POST', 'topics', { name, description })).json;
const at = (version: number) => ({ 'if-match': `"${version}"` });

describe('topics', () => {
  it('are named by who may change the settings, and read by everybody at work', async () => {
    const words = { name: 'News', description: 'Once a season' };
    const marketer = await world.as('marketer');
    expect((await marketer.request('POST', 'topics', words)).status).toBe(403);
    const made = await owner.request('POST', 'topics', words);
    expect([made.status, made.headers['etag']]).toEqual([201, '"1"']);
    expect((await marketer.request('GET', 'topics')).json.data).toEqual([
      { ...words, id: made.json.id, version: 1, archivedAt: null },
    ]);
    expect((await world.anybody().request('GET', 'topics')).status).toBe(401);
  });

  it('have names that tell them apart, and one line each', async () => {
    const { id } = await make('Running');
    await make('Swimming');
    for (const [method, url] of [
      ['POST', 'topics'],
      ['PUT', `topics/${id}`],
    ] as const) {
      const words = { name: 'SWIMMING', description: '' };
      const answer = await owner.request(method, url, words, at(1));
      expect([answer.status, answer.json.errors[0].pointer]).toEqual([422, '/name']);
    }
    for (const name of ['', ' ', 'two\nlines', 'x'.repeat(81)]) {
      expect((await owner.request('POST', 'topics', { name, description: '' })).status).toBe(400);
    }
  });

  it('are changed at the version that was read, and each change is noted', async () => {
    const { id } = await make('Rowing');
    const words = { name: 'On the water', description: '' };
    expect((await owner.request('PUT', `topics/${id}`, words)).status).toBe(428);
    expect((await owner.request('PUT', `topics/${id}`, words, at(1))).json.version).toBe(2);
    const late = await owner.request('POST', `topics/${id}/archive`, undefined, at(1));
    expect([late.status, late.json.current.name]).toEqual([412, 'On the water']);
    const archived = await owner.request('POST', `topics/${id}/archive`, undefined, at(2));
    expect(archived.json.archivedAt).not.toBe(null);
    expect((await owner.request('PUT', `topics/${id}`, words, at(3))).status).toBe(409);
    const { rows } = await world.test.pool.query(
      `select action from audit_entries where subject ->> 'topicId' = $1 order by id`,
      [id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'topic.created',
      'topic.changed',
      'topic.archived',
    ]);
  });
});

describe('a campaign', () => {
  const draft = {
    ...{ name: 'Spring', goal: null, segmentId: null, templateId: null, stream: 'marketing' },
    interview: { about: null, drug: null, encourages: null, payment: null, payer: null },
  };

  it('is about a topic or none; who does not speak of it leaves it as it is', async () => {
    const topic = await make('Gardens');
    const made = await owner.request('POST', 'campaigns', { ...draft, topicId: topic.id });
    expect(made.json).toMatchObject({ topicId: topic.id, topicName: 'Gardens' });
    const put = (change: object, version: number) =>
      owner.request('PUT', `campaigns/${made.json.id}`, { ...draft, ...change }, at(version));
    expect((await put({ name: 'Summer' }, 1)).json.topicId).toBe(topic.id);
    expect((await put({ topicId: null }, 2)).json).toMatchObject({
      topicId: null,
      topicName: null,
    });
  });

  it('cannot be launched about a topic that is archived, or is not there', async () => {
    const topic = await make('Kitchens');
    const made = await owner.request('POST', 'campaigns', { ...draft, topicId: topic.id });
    const missing = async () =>
      (await owner.request('GET', `campaigns/${made.json.id}`)).json.missing.filter((one: string) =>
        one.includes('topic'),
      );
    expect(await missing()).toEqual([]);
    await owner.request('POST', `topics/${topic.id}/archive`, undefined, at(1));
    expect(await missing()).toEqual([
      'The topic “Kitchens” is archived: choose another one, or none.',
    ]);
    const change = { ...draft, topicId: crypto.randomUUID() };
    await owner.request('PUT', `campaigns/${made.json.id}`, change, at(1));
    expect(await missing()).toEqual(['The topic is not known: choose another one, or none.']);
  });
});
