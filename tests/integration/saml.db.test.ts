import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ApiWorld, apiWorld } from '../support/api.ts';
import { samlProvider } from '../support/saml-provider.ts';
import { ssoBrowser } from '../support/sso-browser.ts';

const ana = { sub: 'persistent-1', email: 'ana@example.net', name: 'Ana Ruiz' };
const MFA = 'https://refeds.org/profile/mfa';

let world: ApiWorld;
let provider: Awaited<ReturnType<typeof samlProvider>>;
let at: string;

beforeAll(async () => {
  world = await apiWorld({ env: { POSTERN_PRIVATE_TARGETS: 'yes' } });
  provider = await samlProvider(ana);
  at = `/sso/saml/${world.organizationId}`;
  const { entityId, certificate } = provider.idp;
  const saved = await (await world.as('owner')).request('PUT', 'single-sign-on', {
    provider: {
      ...{ kind: 'saml', entityId, signInUrl: provider.signInUrl },
      certificates: [certificate],
    },
    ...{ domains: ['example.net'], rolesFrom: 'claim', roleClaim: 'groups' },
    roleMapping: [{ value: 'Marketing', roles: ['marketer'] }],
    ...{ createPeople: true, factorWords: [MFA], required: false, breakGlassUserId: null },
  });
  if (saved.status !== 200) throw new Error(saved.text);
});
afterAll(async () => {
  await provider.close();
  await world.close();
});
beforeEach(() => {
  const right = { groups: ['Marketing', 'Tennis'] };
  Object.assign(provider.idp, { subject: { ...ana, ...right }, foreign: false });
  provider.idp.wrong = { authnContextClassRef: MFA };
});

type Form = { SAMLResponse: string; RelayState: string };

/** Goes to the provider, which answers with a form for our address. */
async function asked(browser: ReturnType<typeof ssoBrowser>): Promise<Form> {
  const answer = await fetch(await browser.begin(ana.email));
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Form;
}

/** The form is posted by a page of the provider: no cookie of ours comes along. */
const post = (browser: ReturnType<typeof ssoBrowser>, body: Form) =>
  browser.ask('POST', `${at}/acs`, { body, across: true });

async function finish(
  browser: ReturnType<typeof ssoBrowser>,
  posted: Awaited<ReturnType<typeof post>>,
) {
  return browser.ask('GET', `${at}/${String(posted.headers.location).slice(2)}`);
}

const lastRefusal = async () => {
  const { json } = await (await world.as('owner')).request('GET', 'audit?limit=20');
  return json.data.find((entry: { action: string }) => entry.action === 'single_sign_on.refused')
    ?.subject.why;
};

it('signs somebody in by a signed assertion, with the roles of their groups', async () => {
  const browser = ssoBrowser(world);
  const posted = await post(browser, await asked(browser));
  expect([posted.statusCode, browser.isIn()]).toEqual([303, false]);
  const done = await finish(browser, posted);
  expect([done.statusCode, done.headers.location]).toEqual([303, 'https://mail.example.org/']);
  const { user, session } = (await browser.session()).json();
  expect([user.email, user.name, user.roles[0].id, session.enrol]).toEqual([
    ...['ana@example.net', 'Ana Ruiz', 'marketer', false],
  ]);
});

it('asks for a factor of ours where the provider says that a password was enough', async () => {
  provider.idp.wrong = {
    authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
  };
  const browser = ssoBrowser(world);
  await finish(browser, await post(browser, await asked(browser)));
  expect((await browser.session()).json().session.enrol).toBe(true);
});

it('gives the session to the browser that began alone, and once', async () => {
  const browser = ssoBrowser(world);
  const posted = await post(browser, await asked(browser));
  expect((await finish(ssoBrowser(world), posted)).statusCode).toBe(403);
  expect((await finish(browser, posted)).statusCode).toBe(303);
  expect((await finish(browser, posted)).statusCode).toBe(403);
});

it.each([
  ['for another audience', { audience: 'https://another.example.com' }, 'audience'],
  ['whose time is over', { lifetimeInSeconds: -3600 }, 'time'],
  ['of another issuer', { issuer: 'https://login.example.com/saml' }, 'issuer'],
  ['for another address', { recipient: 'https://another.example.com/acs' }, 'recipient'],
  ['for another request', { inResponseTo: '_of-somebody-else' }, 'request'],
  ['without a signature', { signAssertion: false }, 'signature'],
])('refuses an assertion %s', async (_what, wrong, why) => {
  provider.idp.wrong = { ...provider.idp.wrong, ...wrong };
  const browser = ssoBrowser(world);
  const posted = await post(browser, await asked(browser));
  expect([posted.statusCode, await lastRefusal()]).toEqual([403, why]);
  expect(browser.isIn()).toBe(false);
});

it('refuses an assertion that another key signed, or that was altered', async () => {
  const browser = ssoBrowser(world);
  const form = await asked(browser);
  const xml = Buffer.from(form.SAMLResponse, 'base64').toString();
  expect(xml).toContain('>Marketing<');
  const altered = xml.replace('>Marketing<', '>Administrators<');
  const SAMLResponse = Buffer.from(altered).toString('base64');
  expect((await post(browser, { ...form, SAMLResponse })).statusCode).toBe(403);
  expect(await lastRefusal()).toBe('signature');
  // unaltered it is taken: it is the change that is refused
  expect((await post(browser, form)).statusCode).toBe(303);
  provider.idp.foreign = true;
  const other = ssoBrowser(world);
  expect((await post(other, await asked(other))).statusCode).toBe(403);
  expect(await lastRefusal()).toBe('signature');
});

it('takes an assertion once, and none that nobody asked for', async () => {
  const browser = ssoBrowser(world);
  const form = await asked(browser);
  expect((await post(browser, form)).statusCode).toBe(303);
  expect((await post(browser, form)).statusCode).toBe(403);
  // as if its request still waited: the assertion itself is known
  await world.database
    .updateTable('single_sign_on_requests')
    .set({ handle_hash: null, outcome: null })
    .execute();
  expect((await post(browser, form)).statusCode).toBe(403);
  expect(await lastRefusal()).toBe('replayed');
  expect((await post(browser, { ...form, RelayState: 'of nobody' })).statusCode).toBe(403);
});

it('refuses somebody without a group that gives a role', async () => {
  provider.idp.subject = { ...provider.idp.subject, groups: ['Tennis'] };
  const browser = ssoBrowser(world);
  const posted = await post(browser, await asked(browser));
  expect([posted.statusCode, await lastRefusal()]).toEqual([403, 'no_role']);
});

it('tells a provider what it needs of us', async () => {
  const { body, headers } = await world.app.inject(`${at}/metadata`);
  expect(headers['content-type']).toContain('samlmetadata+xml');
  expect(body).toContain(`https://mail.example.org${at}/acs`);
  expect(body).toContain('WantAssertionsSigned="true"');
});
