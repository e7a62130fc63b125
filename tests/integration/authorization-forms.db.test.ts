import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type ApiWorld, apiWorld, type Client } from '../support/api.ts';

let world: ApiWorld;
let owner: Client;
beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

const begin = async (kind = 'marketing') =>
  (await owner.request('POST', 'authorization-forms', { kind })).json;
const ifMatch = (revision: number) => ({ 'if-match': `"${revision}"` });
// oxlint-disable-next-line typescript/no-explicit-any -- answers are read freely in tests
const save = (form: any, change: object) =>
  owner.request(
    'PUT',
    `authorization-forms/${form.id}`,
    { content: { ...form.content, ...change } },
    ifMatch(form.revision),
  );
const publish = (form: { id: string; revision: number }) =>
  owner.request(
    'POST',
    `authorization-forms/${form.id}/publish`,
    undefined,
    ifMatch(form.revision),
  );

describe('a form of authorization', () => {
  it('is refused with each fault, its field and its citations, then published and frozen', async () => {
    const begun = await begin();
    const saved = (await save(begun, { purpose: ' ' })).json;
    const refused = await publish(saved);
    expect(refused.status).toBe(422);
    expect(refused.json.faults).toEqual([
      {
        code: 'purpose_missing',
        place: 'purpose',
        sentence: 'Describe each purpose for which the information is used.',
        citations: ['45 CFR 164.508(c)(1)(iv)'],
      },
    ]);
    expect(refused.json.errors[0].pointer).toBe('/content/purpose');

    const mended = (await save(saved, { purpose: 'To tell you of our classes.' })).json;
    const published = await publish(mended);
    expect([published.status, published.json.state]).toEqual([200, 'published']);
    expect(published.headers['etag']).toBe(`"${published.json.revision}"`);
    expect((await save(published.json, { title: 'Other' })).status).toBe(409);

    const next = await owner.request('POST', `authorization-forms/${begun.id}/versions`);
    expect([next.status, next.json.version, next.json.state]).toEqual([201, 2, 'draft']);
    const first = await owner.request('GET', `authorization-forms/${begun.id}/versions/1`);
    expect(first.json).toMatchObject({ version: 1, content: mended.content });
    const { data } = (await owner.request('GET', 'authorization-forms')).json;
    expect(data).toContainEqual(
      expect.objectContaining({ id: begun.id, version: 2, state: 'draft', publishedVersion: 1 }),
    );

    const retired = await owner.request('POST', `authorization-forms/${begun.id}/retire`);
    expect(retired.json.versions.map(({ state }: { state: string }) => state)).toEqual([
      'retired',
      'retired',
    ]);
    const { rows } = await world.test.pool.query(
      `select action, subject from audit_entries
       where action like 'authorization_form.%' and subject->>'formId' = $1 order by id`,
      [begun.id],
    );
    expect(rows.map(({ action }) => action.replace('authorization_form.', ''))).toEqual([
      'created',
      'changed',
      'changed',
      'published',
      'version_begun',
      'retired',
    ]);
    for (const { subject } of rows) {
      for (const name of Object.keys(subject))
        expect(['formId', 'version', 'kind']).toContain(name);
    }
  });

  it('is checked without being saved', async () => {
    const { id, content } = await begin('testimonial');
    const asked = { content: { ...content, title: '' } };
    const { json } = await owner.request('POST', 'authorization-forms/check', asked);
    expect(json.faults.map(({ code }: { code: string }) => code)).toEqual([
      'title_missing',
      'name_open',
      'name_open',
    ]);
    expect(json.readingGrade).toBeLessThanOrEqual(8);
    const spanish = { content: { ...content, language: 'es' } };
    expect((await owner.request('POST', 'authorization-forms/check', spanish)).json).toMatchObject({
      readingGrade: null,
      wording: {
        language: 'es',
        sections: [{ heading: 'Qué información' }, {}, {}, {}, {}, {}, {}],
      },
    });
    // a day that is being typed is no fault of the server
    const typing = { content: { ...content, expiry: { kind: 'date', on: '2027-' } } };
    expect((await owner.request('POST', 'authorization-forms/check', typing)).status).toBe(200);
    expect((await owner.request('GET', `authorization-forms/${id}`)).json.content).toEqual(content);
  });

  it('is saved at the revision that was read, and no other', async () => {
    const form = await begin();
    const bare = await owner.request('PUT', `authorization-forms/${form.id}`, {
      content: form.content,
    });
    expect(bare.status).toBe(428);
    expect((await save(form, { title: 'Mine' })).status).toBe(200);
    const late = await save(form, { title: 'Late' });
    expect([late.status, late.json.current.content.title]).toEqual([412, 'Mine']);
    expect((await publish(form)).status).toBe(412);
  });

  test.each([
    ['a kind that is none', { kinds: ['everything'] }],
    ['an end that is written as none', { expiry: { kind: 'none' } }],
    ['a field that it does not have', { colour: 'red' }],
    ['a text that is too long', { title: 'x'.repeat(201) }],
  ])('is not taken with %s', async (_name, change) => {
    expect((await save(await begin(), change)).status).toBe(400);
  });

  it('is written by the owner alone, and read by everybody who is signed in', async () => {
    const { id, revision } = await begin();
    for (const role of ['marketer', 'analyst'] as const) {
      const client = await world.as(role);
      expect((await client.request('GET', `authorization-forms/${id}`)).status).toBe(200);
      for (const [method, url, body] of [
        ['POST', 'authorization-forms', { kind: 'marketing' }],
        ['POST', `authorization-forms/${id}/publish`, undefined],
        ['POST', `authorization-forms/${id}/versions`, undefined],
        ['POST', `authorization-forms/${id}/retire`, undefined],
      ] as const) {
        const answer = await client.request(method, url, body, ifMatch(revision));
        expect([role, url, answer.status]).toEqual([role, url, 403]);
      }
    }
    expect((await world.anybody().request('GET', `authorization-forms/${id}`)).status).toBe(401);
  });

  it('that is not there is not found', async () => {
    const nowhere = 'authorization-forms/00000000-0000-7000-8000-000000000000';
    expect((await owner.request('GET', nowhere)).status).toBe(404);
    expect((await owner.request('POST', `${nowhere}/retire`)).status).toBe(404);
    const { id } = await begin();
    expect((await owner.request('GET', `authorization-forms/${id}/versions/2`)).status).toBe(404);
  });
});
