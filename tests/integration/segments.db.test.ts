import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../packages/server/src/access/index.ts';
import { type ApiWorld, apiWorld, type Client, PASSWORD } from '../support/api.ts';

const HERE = { op: 'equals', attribute: 'city', value: 'Portland' };
const ILL = { op: 'underCode', attribute: 'conditions', code: 'E11' };

let world: ApiWorld;
let owner: Client;
/** Sees up to the class `service`. */
let front: Client;

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  const { database, organizationId } = world;
  const id = v7();
  await database
    .insertInto('roles')
    .values({
      organization_id: organizationId,
      id,
      name: 'Front desk',
      permissions: ['people:read', 'segments:write', 'campaigns:write'],
      highest_class: 'service',
    })
    .execute();
  const email = 'front@example.org';
  await addUser(database, { organizationId, email, name: 'Fay', roles: [id], password: PASSWORD });
  front = await world.signInAs(email);
});
afterAll(() => world.close());

const save = async (name: string, tree: unknown = HERE) => {
  const { status, json } = await owner.request('POST', 'segments', { name, tree });
  expect(status).toBe(201);
  return json;
};
const inSegment = (id: string) => ({ op: 'segment', id });

describe('segments that name others', () => {
  it('are counted and told, by the name', async () => {
    const inner = await save('Neighbors');
    const tree = { op: 'not', of: inSegment(inner.id) };
    const { json } = await owner.request('POST', 'segments/count', { tree });
    expect(json).toMatchObject({
      count: 0,
      sentence: 'Not in the segment “Neighbors”',
      slow: false,
    });
    const outer = await save('Others', tree);
    expect(outer).toMatchObject({ problems: [], sentence: 'Not in the segment “Neighbors”' });
  });

  it('are refused where they come back to themselves, while they are made and when saved', async () => {
    const a = await save('First');
    const b = await save('Second', inSegment(a.id));
    const tree = inSegment(b.id);
    const answers = [
      await owner.request('POST', 'segments/count', { tree, of: a.id }),
      await owner.request('POST', 'segments/parse', { text: `segment "${b.id}"`, of: a.id }),
      await owner.request(
        'PUT',
        `segments/${a.id}`,
        { name: 'First', tree },
        { 'if-match': '"1"' },
      ),
    ];
    for (const { status, json } of answers) {
      expect(status).toBe(422);
      expect(json.detail).toBe('“First” uses “Second”, which uses “First”.');
      expect(json.errors[0].pointer).toBe('/tree/id');
    }
  });

  it('keep the one that they name', async () => {
    const a = await save('Kept');
    const b = await save('Keeper', inSegment(a.id));
    const refused = await owner.request('DELETE', `segments/${a.id}`);
    expect(refused.status).toBe(409);
    expect(refused.json.detail).toBe(
      '“Keeper” asks for who is in this segment. Take that condition out there first.',
    );
    expect((await owner.request('DELETE', `segments/${b.id}`)).status).toBe(204);
    expect((await owner.request('DELETE', `segments/${a.id}`)).status).toBe(204);
  });

  it('have the class of what they name, and its label for those below it', async () => {
    const ill = await save('Recall', ILL);
    const seen = await front.request('POST', 'segments/count', { tree: inSegment(ill.id) });
    expect([seen.status, seen.json.class]).toEqual([403, 'diagnosis']);
    const { json } = await front.request('POST', 'segments/text', { tree: inSegment(ill.id) });
    expect(json.text).toMatch(/^segment "[\w-]+" # Segment \d+$/);
  });
});

describe('a name that tells of an illness', () => {
  it('is saved with a warning, and neutral for those who may not know of it, wherever it stands', async () => {
    const made = await save('Diabetes day');
    expect(made.nameWarning).toMatchObject({ word: 'Diabetes' });
    const { label } = made.nameWarning;
    expect(made.nameWarning.sentence).toBe(
      `“Diabetes” in the name tells of an illness. Who may not know of it sees “${label}” instead.`,
    );
    const draft = {
      name: 'Spring',
      goal: null,
      segmentId: made.id,
      templateId: null,
      stream: 'marketing',
      interview: { about: null, drug: null, encourages: null, payment: null, payer: null },
    };
    const campaign = await owner.request('POST', 'campaigns', draft);
    const nested = await save('Guests', inSegment(made.id));
    const seen = [
      await front.request('GET', 'segments'),
      await front.request('GET', `segments/${made.id}`),
      await front.request('GET', `segments/${nested.id}`),
      await front.request('GET', 'campaigns'),
      await front.request('GET', `campaigns/${campaign.json.id}`),
      await front.request('GET', `campaigns/${campaign.json.id}/report`),
      await front.request('POST', 'segments/count', { tree: inSegment(made.id) }),
      await front.request('POST', 'segments/text', { tree: inSegment(made.id) }),
      await front.request('DELETE', `segments/${made.id}`),
    ];
    for (const { text } of seen) expect(text).not.toMatch(/diabetes/i);
    // it touches nothing that is above them: they see all but the name
    expect(seen[1]?.json).toMatchObject({ name: label, locked: false, nameWarning: null });
    expect(seen[4]?.json).toMatchObject({ name: 'Spring', segmentName: label });
    expect((await owner.request('GET', `segments/${made.id}`)).json.name).toBe('Diabetes day');
  });

  it('is not warned of where it tells of nothing', async () => {
    expect((await save('Spring guests')).nameWarning).toBeNull();
  });
});

describe('the text form', () => {
  it('comes back as the tree that it was, with the names of what it names behind their ids', async () => {
    const inner = await save('Near us');
    const leaf = fc.constantFrom<unknown>(
      HERE,
      ILL,
      inSegment(inner.id),
      { op: 'event', kind: 'opened', withinDays: 90, atLeast: 2 },
      { op: 'consent', state: 'authorized', kind: 'marketing' },
      { op: 'age', attribute: 'birth_date', min: 50, max: 64 },
      { op: 'sample', percent: 12.5, seed: 'a "b"' },
    );
    const tree = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.record({
          op: fc.constantFrom('and', 'or'),
          of: fc.array(tie('tree'), { maxLength: 3 }),
        }),
        fc.record({ op: fc.constant('not'), of: tie('tree') }),
      ),
    })).tree;
    await fc.assert(
      fc.asyncProperty(tree, async (asked) => {
        const printed = await owner.request('POST', 'segments/text', { tree: asked });
        const { text } = printed.json;
        const read = await owner.request('POST', 'segments/parse', { text });
        expect(read.json).toEqual({ tree: asked });
        if (text.includes(inner.id)) expect(text).toContain('# Near us');
      }),
      { numRuns: 30 },
    );
  });

  it('tells where it stops making sense', async () => {
    const text = 'city is "Portland"\nand birth_date aged 50';
    const { status, json } = await owner.request('POST', 'segments/parse', { text });
    expect(status).toBe(422);
    expect(json).toMatchObject({ line: 2, column: 16, found: 'aged' });
    expect(json.expected).toContain('“age”');
    expect(json.errors).toEqual([{ pointer: '/text', detail: json.detail }]);
  });

  it('tells what does not fit its attribute', async () => {
    const { status, json } = await owner.request('POST', 'segments/parse', {
      text: 'city age 50 to 64',
    });
    expect([status, json.errors[0].pointer]).toEqual([422, '/tree/op']);
  });
});

it('a number out of its bounds is told with them', async () => {
  const tree = { op: 'withinDays', attribute: 'last_visit', days: 99_999, direction: 'past' };
  const { status, json } = await owner.request('POST', 'segments/count', { tree });
  expect([status, json.errors]).toEqual([
    422,
    [{ pointer: '/tree/days', detail: 'Expected a whole number of days, 0 to 36500.' }],
  ]);
});

it('a count says that it is slow, and because of what', async () => {
  const tree = { op: 'and', of: [HERE, { op: 'recentlyMailed', withinDays: 7 }] };
  const { json } = await owner.request('POST', 'segments/count', { tree });
  expect(json).toMatchObject({ count: 0, slow: true });
  expect(json.slowBecause).toContain('“mailed within the last 7 days” reads');
});

it('a topic goes by its name', async () => {
  const topic = await owner.request('POST', 'topics', {
    name: 'Heart health',
    description: 'News',
  });
  const tree = { op: 'consent', state: 'opted_in', scope: `topic:${topic.json.id}` };
  const { json } = await owner.request('POST', 'segments/count', { tree });
  expect(json.sentence).toBe('Opted in to the topic “Heart health”');
});

it('codes that have names are offered', async () => {
  const { json } = await front.request('GET', 'named-codes');
  const states = json.data.find(({ system }: { system: string }) => system === 'us-state');
  expect(states.codes).toContainEqual({ code: 'OR', name: 'Oregon' });
});
