import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { makeScimToken } from '../../packages/server/src/single-sign-on/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';
import { samlProvider } from '../support/saml-provider.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let world: ApiWorld;
let token: string;

beforeAll(async () => {
  world = await apiWorld({ env: { POSTERN_PRIVATE_TARGETS: 'yes' } });
  const owner = await world.as('owner');
  token = (await owner.request('POST', 'scim-tokens')).json.token;
  await mapRoles([
    { value: 'Marketing', roles: ['marketer'] },
    { value: 'Administrators', roles: ['administrator'] },
  ]);
});
afterAll(() => world.close());

/** Roles come from the directory's groups; the provider itself is not asked here. */
async function mapRoles(roleMapping: object[]) {
  const provider = await samlProvider({ sub: 'x', email: 'x@example.net', name: 'X' });
  const { entityId, certificate } = provider.idp;
  const signInUrl = provider.signInUrl;
  const saved = await (await world.as('owner')).request('PUT', 'single-sign-on', {
    provider: { kind: 'saml', entityId, signInUrl, certificates: [certificate] },
    ...{ domains: ['example.net'], rolesFrom: 'directory', roleClaim: 'groups', roleMapping },
    ...{ createPeople: false, factorWords: [], required: false, breakGlassUserId: null },
  });
  await provider.close();
  expect(saved.status).toBe(200);
}

async function scim(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  bearer = token,
) {
  const answer = await world.app.inject({
    method,
    url: `/scim/v2${path}`,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body && { 'content-type': 'application/scim+json' }),
    },
    ...(body && { payload: JSON.stringify(body) }),
  });
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type']),
    json: answer.body === '' ? null : answer.json(),
  };
}

const add = async (userName: string, over: object = {}) => {
  const name = { givenName: 'Ana', familyName: 'Ruiz' };
  const { status, json } = await scim('POST', '/Users', { userName, name, active: true, ...over });
  expect([status, json.detail]).toEqual([201, undefined]);
  return json.id as string;
};
const patch = (path: string, ...Operations: object[]) =>
  scim('PATCH', path, { schemas: [PATCH], Operations });
const rolesOf = async (id: string) => {
  const { json } = await (await world.as('owner')).request('GET', 'users');
  return json.data.find((user: { id: string }) => user.id === id)?.roles;
};

it('knows a directory by its token alone, which can be taken back', async () => {
  expect((await scim('GET', '/Users', undefined, 'x'.repeat(40))).status).toBe(401);
  const owner = await world.as('owner');
  const { id, token: other } = (await owner.request('POST', 'scim-tokens')).json;
  expect((await scim('GET', '/Users', undefined, other)).status).toBe(200);
  expect((await owner.request('POST', 'scim-tokens')).status).toBe(409);
  await owner.request('DELETE', `scim-tokens/${id}`);
  const refused = await scim('GET', '/Users', undefined, other);
  expect([refused.status, refused.type, refused.json.schemas, refused.json.status]).toEqual([
    ...[401, expect.stringContaining('application/scim+json')],
    ...[['urn:ietf:params:scim:api:messages:2.0:Error'], '401'],
  ]);
});

it('says what it can do', async () => {
  const config = await scim('GET', '/ServiceProviderConfig');
  expect([config.json.patch.supported, config.json.bulk.supported]).toEqual([true, false]);
  const types = await scim('GET', '/ResourceTypes');
  expect(types.json.Resources.map(({ id }: { id: string }) => id)).toEqual(['User', 'Group']);
  const schema = await scim('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User');
  expect(schema.json.attributes[0].name).toBe('userName');
});

it('finds somebody by userName whatever its case, and pages', async () => {
  const id = await add('Bea@Example.net', { externalId: 'Ext-1' });
  const byName = await scim(
    'GET',
    `/Users?filter=${encodeURIComponent('userName eq "bEA@example.net"')}`,
  );
  expect(byName.json.Resources.map((user: { id: string }) => user.id)).toEqual([id]);
  const exact = async (word: string) =>
    (await scim('GET', `/Users?filter=${encodeURIComponent(`externalId eq "${word}"`)}`)).json
      .totalResults;
  expect([await exact('Ext-1'), await exact('ext-1')]).toEqual([1, 0]);
  const page = await scim('GET', '/Users?startIndex=2&count=1&attributes=userName');
  expect([page.json.startIndex, page.json.itemsPerPage, page.json.totalResults > 2]).toEqual([
    2,
    1,
    true,
  ]);
  expect(Object.keys(page.json.Resources[0]).toSorted()).toEqual(['id', 'schemas', 'userName']);
  const wrong = await scim('GET', `/Users?filter=${encodeURIComponent('userName is "x"')}`);
  expect([wrong.status, wrong.json.scimType]).toEqual([400, 'invalidFilter']);
});

it('takes a userName once, and one that is an address', async () => {
  await add('once@example.net');
  const again = await scim('POST', '/Users', { userName: 'ONCE@example.net' });
  expect([again.status, again.json.scimType]).toEqual([409, 'uniqueness']);
  const word = await scim('POST', '/Users', { userName: 'just a word' });
  expect([word.status, word.json.scimType]).toEqual([400, 'invalidValue']);
  expect(world.logged.join('')).not.toContain('once@example.net');
});

it('gives and takes roles with the members of a group, as directories write that', async () => {
  const [ana, cid] = [await add('ana@example.net'), await add('cid@example.net')];
  expect(await rolesOf(ana)).toEqual([]);
  const group = await scim('POST', '/Groups', {
    displayName: 'Marketing',
    members: [{ value: ana }],
  });
  expect([group.status, await rolesOf(ana)]).toEqual([201, ['marketer']]);
  const path = `/Groups/${group.json.id}`;
  await patch(path, { op: 'Add', path: 'members', value: [{ value: cid }] });
  expect([await rolesOf(ana), await rolesOf(cid)]).toEqual([['marketer'], ['marketer']]);
  await patch(path, { op: 'remove', path: `members[value eq "${ana}"]` });
  expect([await rolesOf(ana), await rolesOf(cid)]).toEqual([[], ['marketer']]);
  await patch(path, { op: 'replace', value: { displayName: 'Tennis' } });
  expect(await rolesOf(cid)).toEqual([]);
  const unknown = await patch(path, {
    ...{ op: 'add', path: 'members' },
    value: [{ value: '00000000-0000-7000-8000-000000000000' }],
  });
  expect([unknown.status, unknown.json.scimType]).toEqual([400, 'invalidValue']);
  expect((await scim('DELETE', path)).status).toBe(204);
});

it.each([
  [
    'active: false',
    (id: string) => patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false }),
  ],
  [
    'active: "False", as Entra ID writes it',
    (id: string) => patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' }),
  ],
  [
    'a whole resource that is not active',
    (id: string) => scim('PUT', `/Users/${id}`, { userName: `${id}@example.net`, active: false }),
  ],
  ['DELETE', (id: string) => scim('DELETE', `/Users/${id}`)],
])('ends every session at the next request by %s, and lets nobody in again', async (_what, end) => {
  const fresh = await add(`${crypto.randomUUID()}@example.net`);
  const email = `${fresh}@example.net`;
  await scim('PUT', `/Users/${fresh}`, { userName: email, active: true });
  await world.database
    .updateTable('users')
    .set({ roles: ['marketer'] })
    .where('id', '=', fresh)
    .execute();
  const client = await world.signInAs(email);
  expect((await client.request('GET', 'session')).status).toBe(200);
  expect((await end(fresh)).status).toBeLessThan(300);
  expect((await client.request('GET', 'session')).status).toBe(401);
  expect((await world.signInAs(email)).token).toBe(null);
});

it('brings somebody back with active: true, as the same person and without a role of before', async () => {
  const id = await add('back@example.net');
  await patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false });
  expect(await rolesOf(id)).toBe(undefined);
  const back = await patch(`/Users/${id}`, { op: 'replace', value: { active: true } });
  expect([back.status, back.json.id, back.json.active]).toEqual([200, id, true]);
  expect(await rolesOf(id)).toEqual([]);
  await scim('DELETE', `/Users/${id}`);
  expect((await scim('GET', `/Users/${id}`)).status).toBe(404);
  expect(await add('back@example.net')).toBe(id);
});

it('never takes the last administrator, neither as a person nor by a group', async () => {
  const found = await scim(
    'GET',
    `/Users?filter=${encodeURIComponent('userName eq "owner@example.org"')}`,
  );
  const [{ id }] = found.json.Resources;
  for (const answer of [
    await patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false }),
    await scim('DELETE', `/Users/${id}`),
    // in the directory with a group that is not mapped, they would have no role
    await scim('POST', '/Groups', { displayName: 'Nobody', members: [{ value: id }] }),
  ]) {
    expect([answer.status, answer.json.detail]).toEqual([
      409,
      expect.stringContaining('last administrator'),
    ]);
  }
  expect(await rolesOf(id)).toEqual(['administrator']);
});

it('keeps to its own organization', async () => {
  const { token: theirs } = await inTransaction(world.database, async (tx) => {
    const other = await createOrganization(tx, world.keyring.within(tx), {
      ...{ name: 'Hilltop Clinic', postalAddress: '2 Hill Road', fromName: 'Hilltop' },
      ...{ fromAddress: 'care@mail.example.com', demonstration: false },
      sender: {
        ...{ kind: 'provider', part2Program: false },
        ...{ noticeCoversUse: true, noticeCoversFundraising: true },
      },
    });
    const made = await makeScimToken(tx, other, '00000000-0000-7000-8000-000000000000', new Date());
    if (!made) throw new Error('There are tokens already.');
    return made;
  });
  const [ours] = (await scim('GET', '/Users?count=1')).json.Resources;
  expect((await scim('GET', `/Users/${ours.id}`)).status).toBe(200);
  expect((await scim('GET', `/Users/${ours.id}`, undefined, theirs)).status).toBe(404);
  expect((await scim('GET', '/Users', undefined, theirs)).json.totalResults).toBe(0);
});

it('notes what the directory did, by its token', async () => {
  const id = await add('noted@example.net');
  const { json } = await (await world.as('owner')).request('GET', 'audit?limit=20');
  const entry = json.data.find(
    (one: { subject: { userId?: string } }) => one.subject.userId === id,
  );
  expect([entry.action, entry.subject.what]).toEqual(['scim.user_changed', 'created']);
});
