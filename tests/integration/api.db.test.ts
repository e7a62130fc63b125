import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../packages/server/src/http/contract/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

const SOME_ID = '018f3c2e-7a1b-7c3d-8e4f-5a6b7c8d9e0f';
const TREE = { op: 'equals', attribute: 'city', value: 'Portland' };
const pathOf = (url: string) => `/api/v1${url.replace('{id}', SOME_ID)}`;

describe('every route of the API', () => {
  it.each([...allRoutes()])('%s has a handler, and wants somebody signed in', async (_, shape) => {
    const { method, url } = shape;
    expect(world.app.hasRoute({ method, url: `/api/v1${url.replace(/\{(\w+)\}/g, ':$1')}` })).toBe(
      true,
    );
    if (shape.public) return;
    const answer = await world.anybody().request(method as 'GET', pathOf(url));
    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json.code).toBe('not_signed_in');
  });

  it.each([...allRoutes()].filter(([, { permission }]) => permission !== null))(
    '%s refuses a role without its permission, naming it',
    async (_, { method, url, permission }) => {
      const analyst = await world.as('analyst');
      const answer = await analyst.request(method as 'GET', pathOf(url));
      expect(answer.status).toBe(403);
      expect(answer.json.detail).toContain(permission);
    },
  );
});

describe('signing in', () => {
  const signIn = (email: string, password: string) =>
    world.anybody().request('POST', 'session', { email, password });

  it('answers the same for an unknown address and a wrong password', async () => {
    const unknown = await signIn('nobody@example.org', 'x');
    const wrong = await signIn('marketer@example.org', 'x');
    expect(unknown.status).toBe(401);
    expect(wrong.json).toEqual(unknown.json);
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await signIn('owner@example.org', 'correct horse battery staple');
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
  });

  it('stores no token that a thief of the database could use', async () => {
    const { rows } = await world.test.pool.query('select token_hash from sessions');
    const owner = await world.as('owner');
    expect((await owner.request('GET', 'session')).status).toBe(200);
    for (const { token_hash } of rows) {
      const cookie = token_hash.toString('base64url');
      const stolen = await world
        .anybody()
        .request('GET', 'session', undefined, { cookie: `postern_session=${cookie}` });
      expect(stolen.status).toBe(401);
    }
  });

  it('ends a session for good', async () => {
    const owner = await world.signIn('owner');
    expect((await owner.request('DELETE', 'session')).status).toBe(204);
    expect((await owner.request('GET', 'session')).status).toBe(401);
  });

  it('lets an account wait after eight wrong passwords, even for the right one', async () => {
    for (let n = 0; n < 8; n++) await signIn('analyst@example.org', `wrong ${n}`);
    const right = await signIn('analyst@example.org', 'correct horse battery staple');
    expect(right.status).toBe(401);
    await world.test.pool.query('delete from sign_in_failures');
  });
});

describe('what people edit', () => {
  it('needs the version that was edited, and loses no update', async () => {
    const owner = await world.as('owner');
    const made = await owner.request('POST', 'segments', { name: 'In Portland', tree: TREE });
    expect(made.status).toBe(201);
    const url = `segments/${made.json.id}`;
    const body = { name: 'Portland', tree: TREE };
    expect((await owner.request('PUT', url, body)).status).toBe(428);
    const first = await owner.request('PUT', url, body, { 'if-match': '"1"' });
    expect([first.status, first.headers.etag]).toEqual([200, '"2"']);
    const second = await owner.request(
      'PUT',
      url,
      { ...body, name: 'Mine' },
      { 'if-match': '"1"' },
    );
    expect(second.status).toBe(412);
    expect(second.json.current).toMatchObject({ name: 'Portland', version: 2 });
  });

  it('names the place of each fault in a body', async () => {
    const owner = await world.as('owner');
    const answer = await owner.request('POST', 'segments', { name: '', tree: { op: 'equals' } });
    expect(answer.status).toBe(400);
    expect(answer.json.errors.map((error: { pointer: string }) => error.pointer)).toContain(
      '/name',
    );
  });
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'key-for-one-segment' };

  it('makes one thing of two requests, and refuses the key for another', async () => {
    const owner = await world.as('owner');
    const body = { name: 'Once', tree: TREE };
    const first = await owner.request('POST', 'segments', body, key);
    const again = await owner.request('POST', 'segments', body, key);
    expect(first.status).toBe(201);
    expect(again.json).toEqual(first.json);
    const other = await owner.request('POST', 'segments', { ...body, name: 'Twice' }, key);
    expect(other.json.code).toBe('idempotency_conflict');
    const { rows } = await world.test.pool.query(`select from segments where name = 'Once'`);
    expect(rows).toHaveLength(1);
  });

  it('lets one of two that come at once run', async () => {
    const owner = await world.as('owner');
    const at = { 'idempotency-key': 'key-for-both-at-once' };
    const body = { name: 'Both at once', tree: TREE };
    const both = await Promise.all([1, 2].map(() => owner.request('POST', 'segments', body, at)));
    // the other one is answered alike, or told that the first still runs
    expect(both.some(({ status }) => status === 201)).toBe(true);
    expect(both.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const { rows } = await world.test.pool.query(
      `select from segments where name = 'Both at once'`,
    );
    expect(rows).toHaveLength(1);
  });
});

describe('a request from elsewhere', () => {
  it('changes nothing with the cookie alone', async () => {
    const signedIn = await world.anybody().request('POST', 'session', {
      email: 'owner@example.org',
      password: 'correct horse battery staple',
    });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/v1/audit/verify',
      headers: { cookie },
    });
    expect(answer.json().code).toBe('cross_site');
  });

  it('gets pages that load from nowhere else', async () => {
    const answer = await world.app.inject({ method: 'GET', url: '/api/openapi.json' });
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('the audit ledger', () => {
  it('names the first entry that somebody altered, removed or added', async () => {
    const owner = await world.as('owner');
    const verify = async () => (await owner.request('POST', 'audit/verify')).json;
    expect((await verify()).intact).toBe(true);
    const { pool } = world.test;
    const { rows } = await pool.query(`select * from audit_entries where sequence = 3`);
    const altered = `update audit_sealed set action = $1 where sequence = 3`;
    await expect(pool.query(altered, ['campaign.launched'])).rejects.toThrow('are not changed');
    // who owns the database can take that away
    await pool.query('alter table audit_sealed disable trigger all');
    await pool.query(altered, ['campaign.launched']);
    expect(await verify()).toMatchObject({ intact: false, brokenAt: 3 });
    await pool.query(altered, [rows[0].action]);
    expect((await verify()).intact).toBe(true);
    await pool.query(`delete from audit_sealed where sequence = 3`);
    expect(await verify()).toMatchObject({ intact: false, brokenAt: 3 });
  });
});
