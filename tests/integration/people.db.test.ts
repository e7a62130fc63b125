import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  addUser,
  type BuiltInRole,
  hashOf,
  noteDevice,
  startFor,
} from '../../packages/server/src/access/index.ts';
import { makeOrganization } from '../../packages/server/src/commands/organization-create.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { deliverToAddress } from '../../packages/server/src/delivery/index.ts';
import { hashPassword } from '../../packages/server/src/keys/index.ts';
import { type ApiWorld, apiWorld, type Client, PASSWORD } from '../support/api.ts';
import { authenticator } from '../support/authenticator.ts';

const ORIGIN = 'https://mail.example.org';
const MINUTE = 60_000;

let world: ApiWorld;
let owner: Client;
beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
});
afterEach(async () => {
  world.clock.ahead = 0;
  await world.test.pool.query('delete from sign_in_failures');
});
afterAll(() => world.close());

type Answer = Awaited<ReturnType<Client['request']>>;

/** What a browser keeps: its cookies; and where it is. */
function browser(address = '203.0.113.7') {
  const cookies = new Map<string, string>();
  return {
    async ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown) {
      const answer = await world.app.inject({
        method,
        url: `/api/v1/${url}`,
        headers: {
          'x-postern': 'test',
          'x-forwarded-for': address,
          'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        ...(body !== undefined && { payload: body as object }),
      });
      for (const { name, value } of answer.cookies) cookies.set(name, value);
      const json = answer.body === '' ? null : answer.json();
      return { status: answer.statusCode, headers: answer.headers, text: answer.body, json };
    },
    cookies,
  };
}
type Browser = ReturnType<typeof browser>;

let made = 0;
/** Of all: made once, since each takes its time. */
let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});

/** Somebody new, who has a password and nothing else. */
async function somebody(roles: readonly string[] = ['marketer']) {
  made += 1;
  const email = `person-${made}@example.org`;
  const id = v7();
  await world.database
    .insertInto('users')
    .values({
      id,
      organization_id: world.organizationId,
      email,
      name: `Person ${made}`,
      roles: [...roles],
      password_hash: passwordHash,
    })
    .execute();
  return { email, id };
}

/** The browser of somebody whose password was right, and who has no second factor yet. */
async function begun(userId: string): Promise<Browser> {
  const at = browser();
  const device = randomBytes(24).toString('base64url');
  const from = { address: '203.0.113.7', browser: 'A browser', deviceHash: hashOf(device) };
  const { token } = await startFor(
    world.database,
    { userId, organizationId: world.organizationId },
    'enrol',
    { passkeys: 0, totp: false, recoveryCodes: 0 },
    from,
    new Date(),
  );
  await inTransaction(world.database, (tx) =>
    noteDevice(tx, userId, from.deviceHash, from.browser, new Date()),
  );
  at.cookies.set('postern_session', token).set('postern_device', device);
  return at;
}

const signIn = (at: Browser, email: string, password = PASSWORD) =>
  at.ask('POST', 'session', { email, password });
const codeOf = (secret: string, ahead = 0) =>
  generateSync({ secret, epoch: Math.floor((Date.now() + world.clock.ahead + ahead) / 1000) });

/** Signs somebody in by password and sets up an app for them. */
async function withApp(roles?: readonly BuiltInRole[]) {
  const person = await somebody(roles);
  const at = await begun(person.id);
  const { secret } = (await at.ask('POST', 'account/totp')).json;
  const done = await at.ask('POST', 'account/totp/confirm', { code: codeOf(secret) });
  expect(done.status).toBe(200);
  return { ...person, at, secret, codes: done.json.recoveryCodes as string[] };
}

/** Signs somebody in by password and adds a passkey for them. */
async function withPasskey() {
  const person = await somebody();
  const at = await begun(person.id);
  const passkey = authenticator('mail.example.org', ORIGIN);
  const options = (await at.ask('POST', 'account/passkeys/options')).json;
  const body = { name: 'Laptop', response: passkey.create(options) };
  const added = await at.ask('POST', 'account/passkeys', body);
  expect(added.status).toBe(201);
  return { ...person, at, passkey, passkeyId: added.json.id as string };
}

async function byPasskey(
  at: Browser,
  { passkey, id }: Awaited<ReturnType<typeof withPasskey>>,
  altered: Parameters<typeof passkey.get>[2] = {},
): Promise<Answer> {
  const options = (await at.ask('POST', 'session/passkey/options')).json;
  return at.ask('POST', 'session/passkey', passkey.get(options, id, altered));
}

const actions = async (userId: string): Promise<string[]> => {
  const { rows } = await world.test.pool.query<{ action: string }>(
    'select action from audit_entries where actor = $1 order by id',
    [userId],
  );
  return rows.map(({ action }) => action);
};

describe('an invitation', () => {
  const draft = (by: 'mail' | 'link') => ({
    email: `invited-${(made += 1)}@example.org`,
    name: 'Ida Invited',
    roles: ['marketer'],
    by,
  });
  const tokenOf = (link: string) => link.slice(link.indexOf('#') + 1);
  const password = 'seven grey herons wait';

  it('goes by mail without a name, works once, and leads to a second factor', async () => {
    const body = draft('mail');
    const sent = await owner.request('POST', 'invitations', body);
    expect(sent.json.link).toBe(null);
    const mail = world.mailed.at(-1);
    expect(mail?.address).toBe(body.email);
    expect(mail?.text).not.toContain('Ida');
    const link = /https:\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    const token = tokenOf(link);
    const at = browser();
    const opened = await at.ask('POST', 'invitations/open', { token });
    expect(opened.json).toMatchObject({ email: body.email, name: 'Ida Invited' });
    const accept = () =>
      at.ask('POST', 'invitations/accept', { token, name: 'Ida Invited', password });
    const accepted = await accept();
    expect(accepted.json.session.enrol).toBe(true);
    expect((await at.ask('GET', 'segments')).json.code).toBe('second_factor_missing');
    const again = await accept();
    expect([again.status, again.json.detail]).toEqual([
      409,
      expect.stringContaining('accepted already'),
    ]);
  });

  it.each([
    ['cut short', (token: string) => token.slice(0, -3), 404, 'cut short'],
    ['altered', (token: string) => `x${token.slice(1, -1)}x`, 404, 'not known here'],
  ])('%s opens nothing', async (_, alter, status, words) => {
    const { json } = await owner.request('POST', 'invitations', draft('link'));
    const token = alter(tokenOf(json.link));
    const opened = await browser().ask('POST', 'invitations/open', { token });
    expect([opened.status, opened.json.detail]).toEqual([status, expect.stringContaining(words)]);
  });

  it('opens nothing after 7 days, once taken back, or once a newer one was sent', async () => {
    const body = draft('link');
    const first = await owner.request('POST', 'invitations', body);
    const second = await owner.request('POST', 'invitations', body);
    const sentenceOf = async ({ json }: Answer) =>
      (await browser().ask('POST', 'invitations/open', { token: tokenOf(json.link) })).json.detail;
    expect(await sentenceOf(first)).toContain('newer one replaced it');
    world.clock.ahead = 7 * 24 * 60 * MINUTE;
    expect(await sentenceOf(second)).toContain('expired after 7 days');
    world.clock.ahead = 0;
    const other = await owner.request('POST', 'invitations', draft('link'));
    expect((await owner.request('DELETE', `invitations/${other.json.id}`)).status).toBe(204);
    expect(await sentenceOf(other)).toContain('taken back');
  });

  it('gives no more than who sends it has, and not to somebody who is here', async () => {
    const here = await owner.request('POST', 'invitations', {
      ...draft('link'),
      email: 'analyst@example.org',
    });
    expect(here.json.errors[0].pointer).toBe('/email');
    const unknown = await owner.request('POST', 'invitations', {
      ...draft('link'),
      roles: ['landlord'],
    });
    expect(unknown.json.errors[0].pointer).toBe('/roles');
  });

  it('lets nobody pass for a colleague in the audit by taking their name', async () => {
    const names = ['Ida  invited', 'IDA INVITED', 'Postern', 'Ida Alone'];
    const invited = [];
    for (const name of names) {
      const body = draft('link');
      const { json } = await owner.request('POST', 'invitations', body);
      const token = tokenOf(json.link);
      const at = browser();
      const done = await at.ask('POST', 'invitations/accept', { token, name, password });
      invited.push({ name, email: body.email, id: done.json.user.id as string });
    }
    for (const { name, email, id } of invited) {
      const { json } = await owner.request('GET', `audit?actor=${id}&action=invitation.accepted`);
      const called = name === 'Ida Alone' ? name : `${name} (${email})`;
      expect(json.data[0].actorName).toBe(called);
    }
  });

  it('that the sandbox caught is open to who could have sent it, and to no other colleague', async () => {
    const caught = async (roles: readonly string[]) => {
      const body = { ...draft('mail'), roles };
      expect((await owner.request('POST', 'invitations', body)).status).toBe(201);
      const mail = world.mailed.at(-1);
      if (mail?.address !== body.email) throw new Error('The invitation was not mailed.');
      await deliverToAddress(world.delivery, world.organizationId, body.email, mail);
      const { json } = await owner.request('GET', 'sandbox/messages?limit=1');
      expect(json.data[0]).toMatchObject({ to: body.email, locked: false });
      return json.data[0].id as string;
    };
    const id = await caught(['administrator']);
    const opened = await owner.request('GET', `sandbox/messages/${id}`);
    expect(opened.json.text).toContain('/invitation#');

    const role = await owner.request('POST', 'roles', {
      name: 'Front desk',
      permissions: ['people:read', 'users:write'],
      highestClass: 'part2',
    });
    const desk = await somebody([role.json.id]);
    for (const viewer of [await world.as('marketer'), await world.signInAs(desk.email)]) {
      const listed = await viewer.request('GET', 'sandbox/messages?limit=1');
      expect(listed.json.data[0]).toMatchObject({ to: '', subject: 'An invitation', locked: true });
      for (const part of ['', '/html', '/source', '/attachments/0']) {
        const answer = await viewer.request('GET', `sandbox/messages/${id}${part}`);
        expect([part, answer.status, answer.text.includes('/invitation')]).toEqual([
          part,
          403,
          false,
        ]);
      }
    }
    const code = { subject: 'Your code', html: '<p>482913', text: 'Your code is 482913.' };
    await deliverToAddress(world.delivery, world.organizationId, 'patient@example.org', code);
    const marketer = await world.as('marketer');
    const [locked] = (await marketer.request('GET', 'sandbox/messages?limit=1')).json.data;
    expect(locked).toMatchObject({ to: '', subject: 'A code, a link or a notice', locked: true });
    for (const part of ['', '/html', '/source', '/attachments/0']) {
      const answer = await marketer.request('GET', `sandbox/messages/${locked.id}${part}`);
      expect([part, answer.status, answer.text.includes('482913')]).toEqual([part, 403, false]);
      expect(answer.json.detail).toContain('open to: Administrator, Privacy officer');
    }
    const officer = await world.as('privacy_officer');
    const read = await officer.request('GET', `sandbox/messages/${locked.id}`);
    expect(read.json.text).toContain('482913');
    const lesser = await caught([role.json.id]);
    const theirs = await (await world.signInAs(desk.email)).request(
      'GET',
      `sandbox/messages/${lesser}`,
    );
    expect(theirs.status).toBe(200);
  });

  it.each([
    ['short', 'eleven char', 'at least 12'],
    ['that everybody tries', 'Password1234!', 'tried first everywhere'],
    ['with the own name', 'ida invited 2026', 'your name or address'],
  ])('takes no password %s', async (_, wrong, words) => {
    const { json } = await owner.request('POST', 'invitations', draft('link'));
    const body = { token: tokenOf(json.link), name: 'Ida Invited', password: wrong };
    const answer = await browser().ask('POST', 'invitations/accept', body);
    expect(answer.json.errors[0]).toMatchObject({
      pointer: '/password',
      detail: expect.stringContaining(words),
    });
  });
});

describe('a real installation', () => {
  it('begins with one administrator, who comes in by a link and sets up a second factor', async () => {
    const now = () => new Date();
    const token = await makeOrganization({ ...world, now }, 'Hillside Clinic', {
      postalAddress: '2 Hill Road, Salem, OR 97301',
      from: 'care@hillside.example.com',
      administrator: 'first@hillside.example.com',
      administratorName: 'Fay First',
    });
    const at = browser();
    const body = { token, name: 'Fay First', password: 'seven grey herons wait' };
    const accepted = await at.ask('POST', 'invitations/accept', body);
    expect(accepted.json).toMatchObject({
      organization: { name: 'Hillside Clinic', demonstration: false },
      session: { enrol: true },
    });
    const { secret } = (await at.ask('POST', 'account/totp')).json;
    await at.ask('POST', 'account/totp/confirm', { code: codeOf(secret) });
    const users = (await at.ask('GET', 'users')).json.data;
    expect(users).toMatchObject([{ name: 'Fay First', roles: ['administrator'], totp: true }]);
    // of whom the other organization here knows nothing
    const seen = (await owner.request('GET', 'users')).json.data;
    expect(seen.map(({ name }: { name: string }) => name)).not.toContain('Fay First');
    const theirs = await owner.request('DELETE', `users/${users[0].id}`);
    expect(theirs.status).toBe(404);
  });
});

describe('a second factor', () => {
  it('is needed before anything opens, and cannot be given up by a real organization', async () => {
    const { email } = await somebody();
    const at = browser();
    expect((await signIn(at, email)).json.session.enrol).toBe(true);
    expect((await at.ask('GET', 'campaigns')).json.code).toBe('second_factor_missing');
    expect((await at.ask('GET', 'account')).status).toBe(200);
    const settings = { idleMinutes: 15, secondFactorRequired: false };
    const relaxed = await owner.request('PUT', 'sign-in-settings', settings);
    expect([relaxed.status, relaxed.json.errors[0].pointer]).toEqual([
      422,
      '/secondFactorRequired',
    ]);
    await expect(
      world.test.pool.query('update organizations set second_factor_required = false'),
    ).rejects.toThrow('check constraint');
  });

  it('of an app: a code counts once, and none is taken that was, or is of another time', async () => {
    const { email, secret, id } = await withApp();
    const at = browser();
    const first = await signIn(at, email);
    expect([first.status, first.json.ways]).toEqual([202, ['totp', 'recovery_code']]);
    expect((await at.ask('GET', 'session')).status).toBe(401);
    // the one by which the app was confirmed
    expect((await at.ask('POST', 'session/factor', { code: codeOf(secret) })).status).toBe(401);
    expect(
      (await at.ask('POST', 'session/factor', { code: codeOf(secret, 2 * MINUTE) })).status,
    ).toBe(401);
    world.clock.ahead = MINUTE;
    const code = codeOf(secret);
    expect((await at.ask('POST', 'session/factor', { code })).status).toBe(200);
    expect((await at.ask('GET', 'session')).status).toBe(200);
    const other = browser();
    await signIn(other, email);
    const replayed = await other.ask('POST', 'session/factor', { code });
    expect([replayed.status, replayed.json.detail]).toEqual([
      401,
      expect.stringContaining('used already'),
    ]);
    expect(await actions(id)).toContain('session.factor_refused');
    const { rows } = await world.test.pool.query(
      `select from totp_secrets where position($1::bytea in secret_sealed) > 0`,
      [Buffer.from(secret)],
    );
    expect(rows).toEqual([]);
  });

  it('of a recovery code: each works once, and no hash of one opens anything', async () => {
    const { email, codes, id } = await withApp();
    expect(codes).toHaveLength(10);
    const enter = async (code: string | undefined) => {
      const at = browser();
      await signIn(at, email);
      return (await at.ask('POST', 'session/factor', { code })).status;
    };
    expect(await enter(codes[0]?.toUpperCase())).toBe(200);
    expect(await enter(codes[0])).toBe(401);
    const { rows } = await world.test.pool.query(
      'select code_hash from recovery_codes where user_id = $1',
      [id],
    );
    expect(await enter(rows[1].code_hash.toString('hex').slice(0, 64))).toBe(401);
    expect(await enter(codes[1])).toBe(200);
  });

  it('is not guessed: after some wrong codes even the right one waits, a known browser does not', async () => {
    const { email, secret, at } = await withApp();
    const attacker = browser('198.51.100.9');
    await signIn(attacker, email);
    for (let n = 0; n < 12; n++) await attacker.ask('POST', 'session/factor', { code: '000000' });
    world.clock.ahead = MINUTE / 2;
    const right = await attacker.ask('POST', 'session/factor', { code: codeOf(secret) });
    expect([right.status, right.json.detail]).toEqual([401, expect.stringContaining('Wait')]);
    await signIn(at, email);
    expect((await at.ask('POST', 'session/factor', { code: codeOf(secret) })).status).toBe(200);
  });

  it('that is the last one is not removed', async () => {
    const { at } = await withApp();
    const removed = await at.ask('DELETE', 'account/totp');
    expect([removed.status, removed.json.detail]).toEqual([
      409,
      expect.stringContaining('only second factor'),
    ]);
    expect((await at.ask('GET', 'account')).json.totp).toBe(true);
  });
});

describe('a passkey', () => {
  it('signs in alone, from a browser that was never seen', async () => {
    const person = await withPasskey();
    const at = browser('198.51.100.1');
    const answer = await byPasskey(at, person);
    expect([answer.status, answer.json.user.email]).toEqual([200, person.email]);
    expect((await at.ask('GET', 'segments')).status).toBe(200);
  });

  it('finishes a sign-in of its own user alone', async () => {
    const person = await withPasskey();
    const other = await withApp();
    const at = browser();
    expect((await signIn(at, person.email)).json.ways).toContain('passkey');
    expect((await byPasskey(at, person)).status).toBe(200);
    const mixed = browser();
    await signIn(mixed, other.email);
    expect((await byPasskey(mixed, person)).status).toBe(401);
  });

  it('whose counter goes back was copied, and is refused', async () => {
    const person = await withPasskey();
    expect((await byPasskey(browser(), person, { counter: 50 })).status).toBe(200);
    for (const counter of [50, 49]) {
      const cloned = await byPasskey(browser(), person, { counter });
      expect([cloned.status, cloned.json.detail]).toEqual([
        401,
        expect.stringContaining('counter went back'),
      ]);
    }
    expect(await actions(person.id)).toContain('passkey.refused');
    expect((await byPasskey(browser(), person, { counter: 51 })).status).toBe(200);
  });

  it('of another address, or that asked nobody who they are, is refused', async () => {
    const person = await withPasskey();
    const elsewhere = await byPasskey(browser(), person, { origin: 'https://mail.example.net' });
    expect(elsewhere.json.detail).toContain(`another address than ${ORIGIN}`);
    const silent = await byPasskey(browser(), person, { userVerified: false });
    expect(silent.json.detail).toContain('did not ask who you are');
  });

  it('answers a question of ours once, within minutes', async () => {
    const { passkey, id } = await withPasskey();
    const at = browser();
    const options = async () => (await at.ask('POST', 'session/passkey/options')).json;
    const answer = passkey.get(await options(), id);
    expect((await at.ask('POST', 'session/passkey', answer)).status).toBe(200);
    const replayed = await browser().ask('POST', 'session/passkey', answer);
    expect(replayed.json.detail).toContain('was not asked here, or was answered already');
    const late = await options();
    world.clock.ahead = 6 * MINUTE;
    const tooLate = await browser().ask('POST', 'session/passkey', passkey.get(late, id));
    expect(tooLate.status).toBe(401);
  });

  it.each(['signature', 'authenticatorData', 'clientDataJSON'] as const)(
    'with an altered or truncated %s is refused in a sentence',
    async (part) => {
      const { passkey, id } = await withPasskey();
      for (const alter of [
        (text: string) => text.slice(0, text.length / 2),
        (text: string) => `${text.slice(0, 20)}${text[20] === 'A' ? 'B' : 'A'}${text.slice(21)}`,
      ]) {
        const at = browser();
        const options = (await at.ask('POST', 'session/passkey/options')).json;
        const answer = passkey.get(options, id);
        const response = { ...answer.response, [part]: alter(answer.response[part]) };
        const refused = await at.ask('POST', 'session/passkey', { ...answer, response });
        expect([refused.status, refused.json.code]).toEqual([401, 'sign_in_refused']);
        expect(refused.json.detail).toMatch(/^(The|What|This) .+\.$/);
      }
    },
  );

  it('of somebody who was removed signs nobody in, and their sessions end', async () => {
    const person = await withPasskey();
    expect((await owner.request('DELETE', `users/${person.id}`)).status).toBe(204);
    expect((await person.at.ask('GET', 'session')).status).toBe(401);
    const refused = await byPasskey(browser(), person);
    expect([refused.status, refused.json.detail]).toEqual([
      401,
      expect.stringContaining('its account was'),
    ]);
    expect((await signIn(browser(), person.email)).status).toBe(401);
    const users = (await owner.request('GET', 'users')).json.data;
    expect(users.map(({ id }: { id: string }) => id)).not.toContain(person.id);
  });
});

describe('200 wrong tries', () => {
  it('lock the account for who tries, and keep out nobody else: nor its owner with a passkey', async () => {
    const person = await withPasskey();
    const neighbour = await withApp();
    const attacker = browser('198.51.100.66');
    const statuses = new Set<number>();
    for (let n = 0; n < 25; n++) {
      const tries = Array.from({ length: 8 }, (_, m) =>
        signIn(attacker, person.email, `guess number ${n} ${m}`),
      );
      for (const { status } of await Promise.all(tries)) statuses.add(status);
    }
    expect([...statuses].every((status) => status === 401 || status === 429)).toBe(true);
    const right = await signIn(attacker, person.email);
    expect([right.status, right.json.detail]).toEqual([401, expect.stringContaining('Wait')]);
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);
    // the same for an address that is nobody's: nothing is learned of who works here
    for (let n = 0; n < 9; n++) await signIn(attacker, 'nobody@example.org', `guess ${n}`);
    const nobody = await signIn(attacker, 'nobody@example.org');
    expect(nobody.json.detail).toContain('Wait');
    // somebody else at the same address, the owner elsewhere, and the owner at that address
    expect((await signIn(browser('198.51.100.66'), neighbour.email)).status).toBe(202);
    expect((await signIn(browser('192.0.2.1'), person.email)).status).toBe(202);
    expect((await byPasskey(browser('198.51.100.66'), person)).status).toBe(200);
    const refused = (await actions(person.id)).filter((action) => action === 'session.refused');
    expect(refused).toHaveLength(8);
    // each wait is longer than the one before
    const waits: number[] = [];
    for (let n = 0; n < 3; n++) {
      world.clock.ahead += 61 * MINUTE;
      await signIn(attacker, person.email, 'still guessing');
      const { headers } = await signIn(attacker, person.email);
      waits.push(Number(headers['retry-after']));
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(new Set(waits).size).toBe(3);
  });
});

describe('a session', () => {
  it('ends without use after the minutes of the organization, and says how long it lasts', async () => {
    const { at } = await withPasskey();
    await owner.request('PUT', 'sign-in-settings', { idleMinutes: 15, secondFactorRequired: true });
    world.clock.ahead = 10 * MINUTE;
    const time = (await at.ask('GET', 'session/time')).json;
    expect(time.idleSeconds).toBeGreaterThan(4.5 * 60);
    expect(time.idleSeconds).toBeLessThanOrEqual(5 * 60);
    // to ask is no use; to extend is
    world.clock.ahead = 14 * MINUTE;
    expect((await at.ask('POST', 'session/extend')).status).toBe(204);
    world.clock.ahead = 28 * MINUTE;
    expect((await at.ask('GET', 'session/time')).status).toBe(200);
    world.clock.ahead = 30 * MINUTE;
    expect((await at.ask('GET', 'session')).status).toBe(401);
    world.clock.ahead = 0;
    await owner.request('PUT', 'sign-in-settings', { idleMinutes: 60, secondFactorRequired: true });
  });

  it('ends after 12 hours, however much it is used', async () => {
    const { at } = await withPasskey();
    for (let half = 1; half < 24; half++) {
      world.clock.ahead = half * 30 * MINUTE;
      expect((await at.ask('GET', 'session')).status).toBe(200);
    }
    world.clock.ahead = 24 * 30 * MINUTE;
    expect((await at.ask('GET', 'session')).status).toBe(401);
  });

  it('costs one indexed read a request, and a write once a minute at most', async () => {
    const { at, id } = await withPasskey();
    const written = async () =>
      (
        await world.test.pool.query<{ xmin: string }>(
          'select xmin from sessions where user_id = $1 order by created_at desc limit 1',
          [id],
        )
      ).rows[0]?.xmin;
    const before = await written();
    for (let n = 0; n < 5; n++) await at.ask('GET', 'segments');
    expect(await written()).toBe(before);
    world.clock.ahead = MINUTE;
    await at.ask('GET', 'segments');
    const after = await written();
    expect(after).not.toBe(before);
    await at.ask('GET', 'segments');
    expect(await written()).toBe(after);
  });

  it('is listed with its browser, and ended by its owner or an administrator', async () => {
    const person = await withPasskey();
    const other = browser('198.51.100.2');
    await byPasskey(other, person);
    const { sessions } = (await person.at.ask('GET', 'account')).json;
    expect(sessions).toHaveLength(2);
    const theirs = sessions.find(({ own }: { own: boolean }) => !own);
    expect(theirs).toMatchObject({ browser: 'Firefox on Windows', address: '198.51.100.2' });
    expect((await person.at.ask('DELETE', `account/sessions/${theirs.id}`)).status).toBe(204);
    expect((await other.ask('GET', 'session')).status).toBe(401);
    // nobody ends another's by its id
    const stranger = await withApp();
    const [own] = (await person.at.ask('GET', 'account')).json.sessions;
    expect((await stranger.at.ask('DELETE', `account/sessions/${own.id}`)).status).toBe(404);
    const seen = await owner.request('GET', `users/${person.id}/sessions`);
    expect(seen.json.data.map(({ id }: { id: string }) => id)).toEqual([own.id]);
    const ended = await owner.request('DELETE', `users/${person.id}/sessions/${own.id}`);
    expect(ended.status).toBe(204);
    expect((await person.at.ask('GET', 'session')).status).toBe(401);
  });

  it('on a new device is told by mail and on the pages, without who it is', async () => {
    const person = await withPasskey();
    const before = world.mailed.length;
    await byPasskey(browser('198.51.100.3'), person);
    await expect.poll(() => world.mailed.length).toBe(before + 1);
    const mail = world.mailed.at(-1);
    expect(mail?.address).toBe(person.email);
    expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Person \d|198\.51|Firefox/);
    const { newDevices } = (await person.at.ask('GET', 'session')).json;
    expect(newDevices).toMatchObject([{ browser: 'Firefox on Windows' }]);
    const [{ id }] = newDevices;
    expect((await person.at.ask('POST', `account/devices/${id}/acknowledge`)).status).toBe(204);
    expect((await person.at.ask('GET', 'session')).json.newDevices).toEqual([]);
    // the same browser again is no news
    await signIn(person.at, person.email);
    await byPasskey(person.at, person);
    expect(world.mailed).toHaveLength(before + 1);
  });

  it('of a password that was changed ends, but for the one that changed it', async () => {
    const person = await withPasskey();
    const other = browser('198.51.100.4');
    await byPasskey(other, person);
    const weak = await person.at.ask('PUT', 'account/password', { password: 'qwertyuiop12' });
    expect(weak.json.errors[0].pointer).toBe('/password');
    const changed = await person.at.ask('PUT', 'account/password', {
      password: 'nine tall poplars bend',
    });
    expect(changed.json).toEqual({ ended: 1 });
    expect((await other.ask('GET', 'session')).status).toBe(401);
    expect((await person.at.ask('GET', 'session')).status).toBe(200);
    expect((await signIn(browser(), person.email)).status).toBe(401);
    expect((await signIn(browser(), person.email, 'nine tall poplars bend')).status).toBe(202);
  });

  it('opens nothing with a token that is cut short, altered or only half of a sign-in', async () => {
    const { at, email } = await withPasskey();
    const [name, token = ''] = [...at.cookies].find(([one]) => one.includes('session')) ?? [];
    for (const altered of [
      token.slice(0, -1),
      `${token}x`,
      token.split('').toReversed().join(''),
      '',
    ]) {
      const thief = browser();
      thief.cookies.set(name ?? '', altered);
      expect((await thief.ask('GET', 'session')).json.code).toBe('not_signed_in');
    }
    const half = browser();
    await signIn(half, email);
    for (const url of ['session', 'account', 'segments']) {
      expect((await half.ask('GET', url)).status).toBe(401);
    }
  });
});

describe('a sensitive act', () => {
  it('asks again who it is after five minutes, and goes on by passkey or password and code', async () => {
    const person = await withApp(['administrator']);
    const act = () =>
      person.at.ask('POST', 'roles', {
        name: `Made after ${world.clock.ahead}`,
        permissions: [],
        highestClass: null,
      });
    expect((await act()).status).toBe(201);
    world.clock.ahead = 6 * MINUTE;
    const asked = await act();
    expect([asked.status, asked.json.code]).toEqual([403, 'reauthentication_needed']);
    const again = (body: object) => person.at.ask('POST', 'session/reauthenticate', body);
    expect((await again({ password: PASSWORD })).status).toBe(422);
    expect((await again({ password: 'wrong', code: codeOf(person.secret) })).status).toBe(422);
    expect((await act()).status).toBe(403);
    expect((await again({ password: PASSWORD, code: codeOf(person.secret) })).status).toBe(204);
    expect((await act()).status).toBe(201);
    expect(await actions(person.id)).toContain('session.proved');
  });

  it('is not done on the word of another’s passkey', async () => {
    const person = await withApp(['administrator']);
    const other = await withPasskey();
    const options = (await other.at.ask('POST', 'session/passkey/options')).json;
    const passkey = other.passkey.get(options, other.id);
    const answer = await person.at.ask('POST', 'session/reauthenticate', { passkey });
    expect(answer.status).toBe(422);
  });

  it('on somebody who may do more is refused, as is the removal of oneself', async () => {
    const clerk = await owner.request('POST', 'roles', {
      name: 'Desk',
      permissions: ['users:write'],
      highestClass: null,
    });
    const user = { organizationId: world.organizationId, password: PASSWORD, name: 'Dee Desk' };
    const email = 'desk@example.org';
    await addUser(world.database, { ...user, email, roles: [clerk.json.id] });
    const desk = await world.signInAs(email);
    const { json } = await owner.request('GET', 'users');
    const idOf = (address: string) =>
      json.data.find((one: { email: string }) => one.email === address).id;
    const administrator = idOf('owner@example.org');
    const held = await owner.request('GET', `users/${administrator}/sessions`);
    const session = held.json.data[0].id;
    for (const [method, url] of [
      ['DELETE', `users/${administrator}`],
      ['POST', `users/${administrator}/reset-factors`],
      ['POST', `users/${administrator}/end-sessions`],
      ['DELETE', `users/${administrator}/sessions/${session}`],
    ] as const) {
      expect((await desk.request(method, url)).json.detail).toContain('may do more than you');
    }
    expect((await owner.request('GET', 'session')).status).toBe(200);
    const officer = await somebody(['administrator']);
    const demoted = await desk.request('PUT', `users/${officer.id}/roles`, {
      roles: [clerk.json.id],
    });
    expect(demoted.json.detail).toContain('may do more than you');
    expect((await desk.request('DELETE', `users/${idOf(email)}`)).json.detail).toContain('you');
  });

  it('of an administrator takes lost factors away, and new ones are set up', async () => {
    const person = await withApp();
    const reset = await owner.request('POST', `users/${person.id}/reset-factors`);
    expect(reset.status).toBe(200);
    expect((await person.at.ask('GET', 'session')).status).toBe(401);
    expect((await signIn(browser(), person.email)).json.session.enrol).toBe(true);
  });
});
