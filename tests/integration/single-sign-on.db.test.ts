import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addUser } from '../../packages/server/src/access/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { type ApiWorld, apiWorld, PASSWORD } from '../support/api.ts';
import {
  followedHome,
  type IdentityProvider,
  identityProvider,
} from '../support/identity-provider.ts';
import { lyingProvider } from '../support/lying-provider.ts';
import { ssoBrowser } from '../support/sso-browser.ts';

const HOME = 'https://mail.example.org';
const ana = { sub: 'subject-1', email: 'ana@example.net', name: 'Ana Ruiz' };

let world: ApiWorld;
let idp: IdentityProvider;
let lying: Awaited<ReturnType<typeof lyingProvider>>;

beforeAll(async () => {
  world = await apiWorld({ env: { POSTERN_PRIVATE_TARGETS: 'yes' } });
  idp = await identityProvider(`${HOME}/sso/oidc/${world.organizationId}/callback`, ana);
  lying = await lyingProvider();
});
afterAll(async () => {
  await idp.close();
  await lying.close();
  await world.close();
});

const settings = (over: object = {}) => ({
  provider: {
    kind: 'oidc',
    issuer: idp.issuer,
    clientId: idp.clientId,
    clientSecret: idp.clientSecret,
  },
  domains: ['example.net'],
  rolesFrom: 'claim',
  roleClaim: 'groups',
  roleMapping: [{ value: 'Marketing', roles: ['marketer'] }],
  createPeople: true,
  factorWords: ['mfa'],
  required: false,
  breakGlassUserId: null,
  ...over,
});

async function save(over: object = {}) {
  const owner = await world.as('owner');
  const { json } = await owner.request('GET', 'single-sign-on');
  const version = json.connection?.version;
  const headers = version === undefined ? {} : { 'if-match': `"${version}"` };
  return owner.request('PUT', 'single-sign-on', settings(over), headers);
}

/** Signs in at the provider, and comes back. */
async function come(browser = ssoBrowser(world), email = idp.subject.email) {
  const home = await followedHome(await browser.begin(email), HOME);
  const answer = await browser.ask('GET', home.slice(HOME.length));
  return { browser, answer, home };
}

const lastRefusal = async () => {
  const { json } = await (await world.as('owner')).request('GET', 'audit?limit=20');
  return json.data.find((entry: { action: string }) => entry.action === 'single_sign_on.refused')
    ?.subject.why;
};

beforeEach(async () => {
  idp.subject = { ...ana, groups: ['Marketing', 'Tennis'], amr: ['pwd', 'mfa'] };
  await save();
});

it('signs somebody in by code, PKCE, state and nonce, with the roles of their groups', async () => {
  const { browser, answer } = await come();
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `${HOME}/`]);
  const { user, session } = (await browser.session()).json();
  expect([user.email, user.name, user.roles.map(({ id }: { id: string }) => id)]).toEqual([
    ...['ana@example.net', 'Ana Ruiz', ['marketer']],
  ]);
  expect(session.enrol).toBe(false);
});

it('leads by the domain of the address alone, known or not', async () => {
  const leads = await Promise.all(
    ['ana@example.net', 'nobody@example.net', 'owner@example.org'].map(async (email) =>
      Boolean(await ssoBrowser(world).begin(email)),
    ),
  );
  expect(leads).toEqual([true, true, false]);
});

it('asks for a factor of ours where the provider did not say that it asked for one', async () => {
  idp.subject = { ...idp.subject, amr: ['pwd'] };
  const { browser } = await come();
  const { session } = (await browser.session()).json();
  expect(session.enrol).toBe(true);
  expect((await browser.ask('GET', '/api/v1/contacts')).json().code).toBe('second_factor_missing');
});

it('takes an answer once, and from the browser that began alone', async () => {
  const { browser, home } = await come();
  const again = await browser.ask('GET', home.slice(HOME.length));
  const other = ssoBrowser(world);
  const begun = await followedHome(await other.begin(ana.email), HOME);
  const stolen = await ssoBrowser(world).ask('GET', begun.slice(HOME.length));
  const changed = begun.slice(HOME.length).replace(/state=[^&]+/, 'state=another');
  const forged = await other.ask('GET', changed);
  expect([again, stolen, forged].map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
});

it.each([
  ['another nonce', { nonce: 'another' }, false],
  ['another issuer', { iss: 'https://login.example.com' }, false],
  ['another audience', { aud: 'another client' }, false],
  ['an end that is past', { exp: 1_700_000_000 }, false],
  ['the signature of another key', {}, true],
  ['an address that is not verified', { email_verified: false }, false],
])('refuses an ID token with %s', async (_what, claims, foreignKey) => {
  const { issuer, clientId } = lying;
  await save({ provider: { kind: 'oidc', issuer, clientId, clientSecret: 'whatever it is' } });
  const browser = ssoBrowser(world);
  const left = new URL(await browser.begin(ana.email));
  const nonce = left.searchParams.get('nonce') ?? '';
  Object.assign(lying.lies, { nonce, claims, foreignKey });
  const back = `/sso/oidc/${world.organizationId}/callback?code=one&state=${left.searchParams.get('state')}`;
  const refused = await browser.ask('GET', back);
  expect([refused.statusCode, browser.isIn()]).toEqual([403, false]);
  // the same with nothing wrong is taken: it is the lie that is refused
  const honest = ssoBrowser(world);
  const once = new URL(await honest.begin(ana.email));
  const right = { nonce: once.searchParams.get('nonce') ?? '', claims: { sub: 'subject-1' } };
  Object.assign(lying.lies, right, { foreignKey: false });
  await world.database.deleteFrom('single_sign_on_identities').execute();
  const state = once.searchParams.get('state');
  const taken = await honest.ask('GET', `${back.split('?')[0]}?code=one&state=${state}`);
  expect(taken.statusCode).toBe(303);
  await world.database.deleteFrom('single_sign_on_identities').execute();
});

it.each([
  ['of a domain that is not theirs', { email: 'ana@example.com' }, 'domain'],
  ['without a group that gives a role', { groups: ['Tennis'] }, 'no_role'],
  ['of whom no groups were told', { groups: undefined }, 'no_groups'],
  ['who has the address of somebody else', { sub: 'subject-2' }, 'subject'],
])('refuses somebody %s, with a sentence', async (_what, over, why) => {
  await come();
  idp.subject = { ...idp.subject, ...over };
  const { browser, answer } = await come(ssoBrowser(world), ana.email);
  expect([answer.statusCode, await lastRefusal()]).toEqual([403, why]);
  expect(answer.body).toContain('Not signed in');
  expect(browser.isIn()).toBe(false);
});

it('refuses somebody of another organization, and a domain that another one uses', async () => {
  const other = await inTransaction(world.database, async (tx) => {
    const id = await createOrganization(tx, world.keyring.within(tx), {
      ...{ name: 'Hilltop Clinic', postalAddress: '2 Hill Road', fromName: 'Hilltop' },
      ...{ fromAddress: 'care@mail.example.com', demonstration: false },
      sender: {
        ...{ kind: 'provider', part2Program: false },
        ...{ noticeCoversUse: true, noticeCoversFundraising: true },
      },
    });
    const user = { organizationId: id, name: 'Bo', roles: ['marketer'], password: PASSWORD };
    await addUser(tx, { ...user, email: 'bo@example.net' });
    await addUser(tx, { ...user, email: 'bo@clinic.example.com' });
    return id;
  });
  // the domain was theirs before: somebody of the other has an address in it since
  idp.subject = { ...idp.subject, sub: 'subject-9', email: 'bo@example.net' };
  const { answer } = await come();
  expect([answer.statusCode, await lastRefusal()]).toEqual([403, 'other_organization']);
  const refused = await save({ domains: ['clinic.example.com'] });
  expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/domains']);
  await world.database.deleteFrom('users').where('organization_id', '=', other).execute();
});

it('gives no role by groups that the one who sets it up has not', async () => {
  const own = await (await world.as('owner')).request('POST', 'roles', {
    name: 'Keeper of people',
    permissions: ['users:write'],
    highestClass: null,
  });
  await addUser(world.database, {
    ...{ organizationId: world.organizationId, email: 'keeper@example.org', name: 'Keeper' },
    ...{ roles: [own.json.id], password: PASSWORD },
  });
  const keeper = await world.signInAs('keeper@example.org');
  const { json } = await keeper.request('GET', 'single-sign-on');
  const over = { roleMapping: [{ value: 'Everybody', roles: ['administrator'] }] };
  const headers = { 'if-match': `"${json.connection.version}"` };
  const refused = await keeper.request('PUT', 'single-sign-on', settings(over), headers);
  expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/roleMapping']);

  // a provider or a directory of theirs could sign them in as the administrator
  const byHand = settings({ rolesFrom: 'hand', roleMapping: [] });
  const provider = await keeper.request('PUT', 'single-sign-on', byHand, headers);
  expect([provider.status, provider.json.errors[0].pointer]).toEqual([422, '/provider']);
  const token = await keeper.request('POST', 'scim-tokens');
  expect([token.status, token.text.includes('scim_')]).toEqual([409, false]);
  expect(token.json.detail).toContain('some may do more than you');
});

it('never tells the client secret, and sends it to no other issuer', async () => {
  const { text } = await (await world.as('owner')).request('GET', 'single-sign-on');
  expect(text).not.toContain(idp.clientSecret);
  const provider = { ...settings().provider, clientSecret: null };
  expect((await save({ provider })).status).toBe(200);
  const elsewhere = await save({ provider: { ...provider, issuer: lying.issuer } });
  expect([elsewhere.status, elsewhere.json.errors[0].pointer]).toEqual([
    ...[422, '/provider/clientSecret'],
  ]);
});

it('keeps nothing of a provider that does not answer as one', async () => {
  const provider = { ...settings().provider, issuer: `${idp.issuer}/nowhere` };
  const refused = await save({ provider });
  expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/provider/issuer']);
});

it('proves anew who is signed in, by a sign-in at the provider', async () => {
  await save({ roleMapping: [{ value: 'Marketing', roles: ['administrator'] }] });
  const { browser } = await come();
  world.clock.ahead += 10 * 60_000;
  const make = () => browser.ask('POST', '/api/v1/scim-tokens');
  expect((await make()).json().code).toBe('reauthentication_needed');
  const left = await browser.ask('POST', '/api/v1/session/single-sign-on/prove', { body: {} });
  const home = await followedHome(left.json<{ address: string }>().address, HOME);
  expect((await browser.ask('GET', home.slice(HOME.length))).statusCode).toBe(303);
  expect((await make()).statusCode).toBe(201);
  world.clock.ahead = 0;
});

it('with single sign-on required, lets a password in for one administrator alone, and tells', async () => {
  const { json } = await (await world.as('owner')).request('GET', 'users');
  const idOf = (email: string) =>
    json.data.find((user: { email: string }) => user.email === email).id;
  await addUser(world.database, {
    ...{ organizationId: world.organizationId, email: 'safe@example.org', name: 'Safe' },
    ...{ roles: ['administrator'], password: PASSWORD },
  });
  const nobody = await save({ required: true });
  expect([nobody.status, nobody.json.errors[0].pointer]).toEqual([422, '/breakGlassUserId']);
  const owner = idOf('owner@example.org');
  expect((await save({ required: true, breakGlassUserId: owner })).status).toBe(200);
  const signIn = (email: string) =>
    world.anybody().request('POST', 'session', { email, password: PASSWORD });
  expect((await signIn('marketer@example.org')).json.detail).toContain('identity provider');
  expect((await signIn('owner@example.org')).status).toBe(202);
  const before = world.mailed.length;
  // the second factor ends what the password began
  await world.signIn('owner');
  expect(world.mailed.slice(before).map(({ address }) => address)).toContain('safe@example.org');
  expect((await world.signInAs('marketer@example.org')).token).toBe(null);
  const found = await (await world.as('owner')).request('GET', 'audit?limit=20');
  expect(found.text).toContain('session.break_glass');
});

it('ends every session of whom the provider signs out', async () => {
  const { issuer, clientId } = lying;
  await save({ provider: { kind: 'oidc', issuer, clientId, clientSecret: 'whatever it is' } });
  const browser = ssoBrowser(world);
  const left = new URL(await browser.begin(ana.email));
  const claims = { sub: 'subject-7', email: 'lea@example.net', amr: ['mfa'] };
  const nonce = left.searchParams.get('nonce') ?? '';
  Object.assign(lying.lies, { nonce, claims, foreignKey: false });
  const at = `/sso/oidc/${world.organizationId}`;
  await browser.ask('GET', `${at}/callback?code=one&state=${left.searchParams.get('state')}`);
  expect((await browser.session()).statusCode).toBe(200);
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const token = (over: object) =>
    lying.signed({
      ...{ iss: issuer, aud: clientId, sub: 'subject-7', jti: 'one', events },
      ...{ iat: lying.now(), exp: lying.now() + 60, ...over },
    });
  const send = async (logout_token: string) =>
    (await browser.ask('POST', `${at}/logout`, { body: { logout_token }, across: true }))
      .statusCode;
  expect(await send(await token({ nonce: 'of an ID token' }))).toBe(400);
  expect(await send(await token({ aud: 'another' }))).toBe(400);
  expect((await browser.session()).statusCode).toBe(200);
  expect(await send(await token({}))).toBe(200);
  expect((await browser.session()).statusCode).toBe(401);
});
