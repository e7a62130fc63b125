import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../packages/server/src/access/index.ts';
import { type ApiWorld, apiWorld, type Client, PASSWORD } from '../support/api.ts';

let world: ApiWorld;
let owner: Client;
/** Holds users:write by a role of the organization's own, and little else. */
let clerk: Client;

const idOf = async (email: string): Promise<string> =>
  (await owner.request('GET', 'users')).json.data.find(
    (one: { email: string }) => one.email === email,
  ).id;
const rolesOf = async (email: string): Promise<readonly string[]> =>
  (await owner.request('GET', 'users')).json.data.find(
    (one: { email: string }) => one.email === email,
  ).roles;
const role = (change: object = {}) => ({
  name: `Role ${v7()}`,
  permissions: ['people:read'],
  highestClass: 'service',
  ...change,
});

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  const made = await owner.request(
    'POST',
    'roles',
    role({ name: 'Clerk', permissions: ['users:write', 'people:read'] }),
  );
  const user = { organizationId: world.organizationId, password: PASSWORD, name: 'Cleo Clerk' };
  await addUser(world.database, { ...user, email: 'clerk@example.org', roles: [made.json.id] });
  clerk = await world.signInAs('clerk@example.org');
});
afterAll(() => world.close());

describe('giving roles', () => {
  it('counts from the next request of whoever holds them', async () => {
    const analyst = await world.as('analyst');
    expect((await analyst.request('GET', 'contacts')).status).toBe(403);
    const url = `users/${await idOf('analyst@example.org')}/roles`;
    const given = await owner.request('PUT', url, { roles: ['analyst', 'auditor'] });
    expect(given.json.roles).toEqual(['analyst', 'auditor']);
    expect((await analyst.request('GET', 'contacts')).status).toBe(200);
    expect((await owner.request('PUT', url, { roles: ['analyst'] })).status).toBe(200);
    expect((await analyst.request('GET', 'contacts')).status).toBe(403);
    const audit = await owner.request('GET', 'audit?action=user.roles_changed');
    expect(audit.json.data[0].subject).toMatchObject({ taken: 'auditor', given: '' });
  });

  it('opens people up to the class of the roles that see people, not of the others', async () => {
    const url = `users/${await idOf('analyst@example.org')}/roles`;
    await owner.request('PUT', url, { roles: ['analyst', 'auditor'] });
    const { json } = await (await world.as('analyst')).request('GET', 'session');
    expect(json.user).toMatchObject({ highestClass: 'diagnosis', peopleClass: 'contact' });
    await owner.request('PUT', url, { roles: ['analyst'] });
  });

  it('gives nobody what the giver has not, be it a permission or a class', async () => {
    const url = `users/${await idOf('analyst@example.org')}/roles`;
    const wide = await clerk.request('PUT', url, { roles: ['analyst', 'marketer'] });
    expect([wide.status, wide.json.code]).toEqual([409, 'not_possible_now']);
    expect(wide.json.detail).toContain('Nobody gives what they have not');
    const higher = role({ highestClass: 'diagnosis' });
    expect((await clerk.request('POST', 'roles', higher)).status).toBe(422);
    const more = role({ permissions: ['people:read', 'audit:read'] });
    expect((await clerk.request('POST', 'roles', more)).status).toBe(422);
    const within = await clerk.request('POST', 'roles', role());
    expect(within.status).toBe(201);
    const given = { roles: ['analyst', within.json.id] };
    expect((await clerk.request('PUT', url, given)).status).toBe(200);
    expect((await owner.request('PUT', url, { roles: ['analyst'] })).status).toBe(200);
  });

  it('keeps the last administrator, and knows every role that it gives', async () => {
    const url = `users/${await idOf('owner@example.org')}/roles`;
    const last = await owner.request('PUT', url, { roles: ['marketer'] });
    expect(last.json.detail).toContain('last administrator');
    expect(await rolesOf('owner@example.org')).toEqual(['administrator']);
    const unknown = await owner.request('PUT', url, { roles: ['administrator', 'emperor'] });
    expect(unknown.json.detail).toContain('not known');
    expect((await owner.request('PUT', url, { roles: [] })).status).toBe(400);
  });

  it('reaches nobody of another organization', async () => {
    const url = `users/${v7()}`;
    const put = await owner.request('PUT', `${url}/roles`, { roles: ['analyst'] });
    expect(put.status).toBe(404);
    expect((await owner.request('POST', `${url}/end-sessions`)).status).toBe(404);
  });

  it('ends every session of somebody at once', async () => {
    const marketer = await world.signIn('marketer');
    expect((await marketer.request('GET', 'session')).status).toBe(200);
    const url = `users/${await idOf('marketer@example.org')}/end-sessions`;
    expect((await owner.request('POST', url)).json.ended).toBeGreaterThan(0);
    expect((await marketer.request('GET', 'session')).status).toBe(401);
  });
});

describe('a role of one’s own', () => {
  it('is changed at the version that was read, and deleted when nobody holds it', async () => {
    const { json } = await owner.request('POST', 'roles', role());
    const url = `roles/${json.id}`;
    const wider = { ...role(), highestClass: 'diagnosis' };
    const changed = await owner.request('PUT', url, wider, { 'if-match': '"1"' });
    expect(changed.json).toMatchObject({ highestClass: 'diagnosis', version: 2 });
    expect((await owner.request('PUT', url, wider, { 'if-match': '"1"' })).status).toBe(412);
    const user = `users/${await idOf('analyst@example.org')}/roles`;
    await owner.request('PUT', user, { roles: [json.id] });
    expect((await owner.request('DELETE', url)).status).toBe(409);
    await owner.request('PUT', user, { roles: ['analyst'] });
    expect((await owner.request('DELETE', url)).status).toBe(204);
  });

  it.each([
    ['turns the direction', 'Clerk \u202enimda'],
    ['keeps a direction apart', '\u2066Clerk\u2069'],
    ['has no width', 'Mark\u200beter'],
    ['is a mark of a file', '\ufeffClerk'],
    ['breaks the line', 'Clerk\u2028Administrator'],
    ['is all that there is, and not seen', '\u200d\u3164'],
  ])('has no name with a sign that %s', async (_, name) => {
    const refused = await owner.request('POST', 'roles', role({ name }));
    expect([refused.status, refused.json.errors]).toEqual([
      400,
      [{ pointer: '/name', detail: expect.stringContaining('signs that nobody sees') }],
    ]);
  });

  it.each(['سمانه\u200cسادات', 'נועה \u200f(א)', 'Zoë 👩\u200d⚕️'])(
    'can be called %s',
    async (name) => {
      const { json } = await owner.request('POST', 'roles', role({ name }));
      expect(json.name).toBe(name);
      expect((await owner.request('DELETE', `roles/${json.id}`)).status).toBe(204);
    },
  );

  it('has a name of its own, and sees of people at least how they are written to', async () => {
    const named = await owner.request('POST', 'roles', role({ name: 'marketer' }));
    expect(named.json.errors[0].pointer).toBe('/name');
    for (const highestClass of [null, 'identifier']) {
      const blind = await owner.request('POST', 'roles', role({ highestClass }));
      expect(blind.json.errors[0].pointer).toBe('/highestClass');
    }
    const unknown = role({ permissions: ['everything'] });
    expect((await owner.request('POST', 'roles', unknown)).status).toBe(400);
  });
});
