import {
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../packages/server/src/access/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import {
  createOrganization,
  getOrganization,
} from '../../packages/server/src/organizations/index.ts';
import { type ApiWorld, apiWorld, type Client, PASSWORD } from '../support/api.ts';

let world: ApiWorld;
let owner: Client;
/** Who administers another organization. */
let stranger: Client;
let segmentId: string;
beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  const tree = { op: 'equals', attribute: 'city', value: 'Portland' };
  segmentId = (await owner.request('POST', 'segments', { name: 'Portland', tree })).json.id;
  await inTransaction(world.database, async (tx) => {
    const { sender } = await getOrganization(world.database, world.organizationId);
    const organizationId = await createOrganization(tx, world.keyring.within(tx), {
      name: 'Another Clinic',
      postalAddress: '2 Hill Road, Salem, OR 97301',
      fromName: 'Another Clinic',
      fromAddress: 'care@clinic.example.net',
      sender,
      demonstration: false,
    });
    await addUser(tx, {
      organizationId,
      email: 'stranger@example.net',
      name: 'A stranger',
      roles: ['administrator'],
      password: PASSWORD,
    });
  });
  stranger = await world.signInAs('stranger@example.net');
});
afterAll(() => world.close());

const DRAFT = {
  permissions: ['people:read', 'segments:write'],
  highestClass: 'contact',
  ways: ['key', 'oauth', 'signed'],
  addresses: [] as string[],
  perMinute: null as number | null,
};
type Draft = Partial<Omit<typeof DRAFT, 'highestClass'>> & {
  highestClass?: string | null;
  publicKeys?: unknown;
};

async function made(draft: Draft = {}) {
  const body = { name: `App ${randomUUID()}`, ...DRAFT, ...draft };
  const answer = await owner.request('POST', 'applications', body);
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.json as { id: string; name: string; version: number };
}
async function keyOf(id: string, kind: 'key' | 'client' | 'session' = 'key', days = 90) {
  const answer = await owner.request('POST', `applications/${id}/keys`, { kind, days });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.json as { id: string; secret: string; expiresAt: string };
}
type Headers = Record<string, string>;
const bearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });
const basic = (id: string, secret: string): Headers => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const get = (url: string, headers: Headers) =>
  world.anybody().request('GET', url, undefined, headers);

interface Signing {
  readonly code: string;
  readonly secret: string;
  readonly method?: string;
  readonly url: string;
  readonly body?: string;
  readonly at?: Date;
  readonly nonce?: string;
}

/** As a client signs: RFC 9421 with hmac-sha256, RFC 9530. */
function signed({
  code,
  secret,
  method = 'GET',
  url,
  body,
  at = new Date(),
  nonce,
}: Signing): Headers {
  const [path = '', query] = url.split('?');
  const hash = createHash('sha256')
    .update(body ?? '')
    .digest('base64');
  const digest = body === undefined ? [] : [['content-digest', `sha-256=:${hash}:`] as const];
  const covered = [['@method', method], ['@path', path], ['@query', `?${query ?? ''}`], ...digest];
  const list = covered.map(([name]) => `"${name}"`).join(' ');
  const created = Math.floor(at.getTime() / 1000);
  const params = `(${list});created=${created};nonce="${nonce ?? randomUUID()}";keyid="${code}";alg="hmac-sha256"`;
  const base = [
    ...covered.map(([name, value]) => `"${name}": ${value}`),
    `"@signature-params": ${params}`,
  ];
  const mac = createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(base.join('\n'))
    .digest('base64');
  return {
    'signature-input': `sig=${params}`,
    signature: `sig=:${mac}:`,
    ...Object.fromEntries(digest),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
async function token(fields: Record<string, string>, headers: Headers = {}) {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: form({ grant_type: 'client_credentials', ...fields }),
  });
  return { status: answer.statusCode, headers: answer.headers, json: answer.json() };
}

describe('each way to show who one is', () => {
  /** Headers for a GET of this address, by an application that holds what it needs. */
  const ways = {
    key: async (id: string) => {
      const { secret } = await keyOf(id);
      return async () => bearer(secret);
    },
    oauth: async (id: string) => {
      const { secret } = await keyOf(id, 'client');
      const given = await token({ client_id: id, client_secret: secret });
      return async () => bearer(given.json.access_token);
    },
    basic: async (id: string) => {
      const { secret } = await keyOf(id);
      return async () => basic(id, secret);
    },
    signed: async (id: string) => {
      const { id: code, secret } = await keyOf(id, 'session');
      return async (url: string, at?: Date) => signed({ code, secret, url, ...(at && { at }) });
    },
  } as const;
  type Way = keyof typeof ways;
  const all = Object.keys(ways) as Way[];
  const CONTACTS = '/api/v1/contacts?limit=1';

  async function asked(way: Way, draft: Draft = {}) {
    const application = await made({ ways: [way], ...draft });
    const headers = await ways[way](application.id);
    const ask = async (url = CONTACTS, more: Headers = {}, at?: Date) => {
      const { status, json } = await get(url, { ...(await headers(url, at)), ...more });
      return status === 200 ? 200 : `${status} ${json?.code}`;
    };
    return { application, ask };
  }

  it.each(all)('%s: what is in its scope is answered, and nothing else', async (way) => {
    const { ask } = await asked(way);
    expect(await ask()).toBe(200);
    expect(await ask('/api/v1/audit')).toBe('403 permission_missing');
    expect(await ask('/api/v1/session')).toBe('403 permission_missing');
    const narrow = await asked(way, { permissions: ['segments:write'] });
    expect(await narrow.ask()).toBe('403 permission_missing');
  });

  it.each(all)('%s: one that was not allowed is refused', async (way) => {
    const other = way === 'signed' ? 'key' : 'signed';
    const { application, ask } = await asked(way);
    const body = { name: application.name, ...DRAFT, ways: [other] };
    const changed = await owner.request('PUT', `applications/${application.id}`, body, {
      'if-match': '"1"',
    });
    expect(changed.status).toBe(200);
    expect(await ask()).toBe('403 way_refused');
  });

  it.each(all)('%s: from outside its addresses it is refused', async (way) => {
    const { ask } = await asked(way, { addresses: ['192.0.2.0/24', '127.0.0.1', '2001:db8::/32'] });
    const from = (address: string) => ({
      'x-forwarded-for': address,
      'x-forwarded-proto': 'https',
    });
    expect(await ask(CONTACTS, from('192.0.2.9'))).toBe(200);
    expect(await ask(CONTACTS, from('2001:db8::9'))).toBe(200);
    expect(await ask(CONTACTS, from('198.51.100.9'))).toBe('403 address_refused');
  });

  it.each(all)('%s: revoked it ends at once', async (way) => {
    const { application, ask } = await asked(way);
    expect(await ask()).toBe(200);
    const listed = await owner.request('GET', 'applications');
    const found = listed.json.data.find(({ id }: { id: string }) => id === application.id);
    const url = `applications/${application.id}/keys/${found.keys[0].id}/revoke`;
    expect((await owner.request('POST', url)).status).toBe(204);
    expect(await ask()).toBe('401 not_signed_in');
  });

  it.each(all)('%s: it ends with its application, and with whoever answers for it', async (way) => {
    const { application, ask } = await asked(way);
    const left = world.database
      .updateTable('users')
      .where('id', '=', (row) =>
        row.selectFrom('applications').select('owner_id').where('id', '=', application.id),
      );
    await left.set({ left_at: new Date() }).execute();
    const whileGone = await ask();
    await left.set({ left_at: null }).execute();
    expect(whileGone).toBe('401 not_signed_in');
    expect(await ask()).toBe(200);
    await owner.request('POST', `applications/${application.id}/end`);
    expect(await ask()).toBe('401 not_signed_in');
  });

  it.each(all)('%s: expired it holds no more', async (way) => {
    const { ask } = await asked(way);
    world.clock.ahead = 91 * 86_400_000;
    const later = await ask(CONTACTS, {}, new Date(Date.now() + world.clock.ahead));
    world.clock.ahead = 0;
    expect(later).toBe('401 not_signed_in');
  });

  it.each(all)('%s: nothing of another organization is reached', async (way) => {
    const url = `/api/v1/segments/${segmentId}`;
    expect(await (await asked(way)).ask(url)).toBe(200);
    const here = owner;
    owner = stranger;
    const there = await asked(way);
    owner = here;
    expect(await there.ask()).toBe(200);
    expect(await there.ask(url)).toBe('404 not_found');
  });
});

describe('a key', () => {
  it('opens no more than whoever makes it may', async () => {
    const engineer = await world.as('integration_engineer');
    const body = { name: 'Too much', ...DRAFT };
    const answer = await engineer.request('POST', 'applications', body);
    expect([answer.status, answer.json.code]).toEqual([422, 'invalid_content']);
    const own = { ...body, permissions: ['users:write'], highestClass: null };
    const refused = await owner.request('POST', 'applications', own);
    expect(refused.json.detail).toContain('for people alone');
  });

  it('of an application that may do more than they is made and rotated by nobody', async () => {
    const engineer = await world.as('integration_engineer');
    const { id } = await made();
    const key = await keyOf(id);
    for (const [url, body] of [
      [`applications/${id}/keys`, { kind: 'key' }],
      [`applications/${id}/keys`, { kind: 'client' }],
      [`applications/${id}/keys`, { kind: 'session' }],
      [`applications/${id}/keys/${key.id}/rotate`, { overlapHours: 0 }],
    ] as const) {
      const answer = await engineer.request('POST', url, body);
      expect([url, answer.status, answer.text.includes('secret')]).toEqual([url, 409, false]);
      expect(answer.json.detail).toContain('opens people:read');
    }
    expect((await get('application', bearer(key.secret))).status).toBe(200);
    const lesser = await made({ permissions: ['segments:write'], highestClass: null });
    const theirs = await made({ permissions: ['imports:write'], highestClass: 'service' });
    const make = (of: string) =>
      engineer.request('POST', `applications/${of}/keys`, { kind: 'key' });
    expect((await make(lesser.id)).status).toBe(409);
    expect((await make(theirs.id)).status).toBe(201);
    const end = await engineer.request('POST', `applications/${id}/keys/${key.id}/revoke`);
    expect(end.status).toBe(204);
  });

  it('loses what its owner loses', async () => {
    const { id } = await made();
    const { secret } = await keyOf(id);
    await world.database
      .updateTable('applications')
      .set({ owner_id: await userId('analyst') })
      .where('id', '=', id)
      .execute();
    const answer = await get('application', bearer(secret));
    expect(answer.json).toMatchObject({ permissions: [], highestClass: 'contact' });
  });

  it('is stored as a hash, shown once, and lists what it begins with', async () => {
    const { id } = await made();
    const { secret } = await keyOf(id);
    const { rows } = await world.test.pool.query('select * from application_keys');
    expect(JSON.stringify(rows)).not.toContain(secret);
    const listed = await owner.request('GET', 'applications');
    expect(listed.text).not.toContain(secret);
    expect(listed.text).toContain(secret.slice(0, 9));
    expect(world.logged.join('')).not.toContain(secret);
  });

  it('needs no x-postern, and gets nothing by a truncated or altered secret', async () => {
    const { id } = await made();
    const { secret } = await keyOf(id);
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/v1/contacts/search',
      headers: bearer(secret),
      payload: { text: 'nobody@example.org' },
    });
    expect(answer.statusCode).toBe(200);
    const altered = secret.slice(0, -2) + (secret.endsWith('AA') ? 'BB' : 'AA');
    for (const wrong of [secret.slice(0, -1), altered, `${secret}A`]) {
      expect((await get('application', bearer(wrong))).status).toBe(401);
    }
  });

  it('is rotated with an overlap', async () => {
    const { id } = await made();
    const old = await keyOf(id);
    const url = `applications/${id}/keys/${old.id}/rotate`;
    const { json } = await owner.request('POST', url, { overlapHours: 2 });
    const works = async (secret: string) => (await get('application', bearer(secret))).status;
    expect([await works(old.secret), await works(json.made.secret)]).toEqual([200, 200]);
    world.clock.ahead = 2 * 3_600_000 + 1000;
    const later = [await works(old.secret), await works(json.made.secret)];
    world.clock.ahead = 0;
    expect(later).toEqual([401, 200]);
  });

  it('is in the audit as a key, by its name', async () => {
    const application = await made();
    const { secret } = await keyOf(application.id);
    await get('contacts?limit=1', bearer(secret));
    const { json } = await owner.request('GET', `audit?actor=${application.id}`);
    expect(json.data[0]).toMatchObject({
      actorKind: 'key',
      actorName: application.name,
      sentence: `The application “${application.name}” looked at the list of contacts.`,
      action: 'contact.listed',
    });
  });

  it('by Basic is refused in clear, and where it is off', async () => {
    const { id } = await made({ ways: ['basic'] });
    const { secret } = await keyOf(id);
    const through = (protocol: string) =>
      get('application', {
        ...basic(id, secret),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': protocol,
      });
    expect((await through('https')).status).toBe(200);
    expect((await through('http')).json.code).toBe('way_refused');
    const other = await made();
    expect((await get('application', basic(other.id, secret))).status).toBe(401);
  });
});

describe('OAuth 2.0 client credentials', () => {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' });

  /** RFC 7515 with ES256. */
  function jwt(key: KeyObject, claims: Record<string, string | number>): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'ES256' })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }

  it('gives a token by client_secret_basic and client_secret_post, narrowed by its scope', async () => {
    const { id } = await made();
    const { secret } = await keyOf(id, 'client');
    for (const given of [
      await token({ scope: 'people:read' }, basic(id, secret)),
      await token({ scope: 'people:read', client_id: id, client_secret: secret }),
    ]) {
      expect(given.json).toMatchObject({
        token_type: 'Bearer',
        expires_in: 900,
        scope: 'people:read',
      });
      expect(given.headers['cache-control']).toBe('no-store');
      const mine = await get('application', bearer(given.json.access_token));
      expect(mine.json.permissions).toEqual(['people:read']);
    }
  });

  it.each([
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['a scope that it has not', { scope: 'audit:read' }, 400, 'invalid_scope'],
    ['a wrong secret', { client_secret: 'pc_wrong' }, 401, 'invalid_client'],
    ['another client', { client_id: randomUUID() }, 401, 'invalid_client'],
  ])('refuses %s in the form of RFC 6749', async (_what, fields, status, error) => {
    const { id } = await made();
    const { secret } = await keyOf(id, 'client');
    const answer = await token({ client_id: id, client_secret: secret, ...fields });
    expect([answer.status, answer.json.error]).toEqual([status, error]);
    if (status === 401) expect(answer.headers['www-authenticate']).toContain('Basic');
  });

  it('takes an assertion that the application signed, once, for us and in its time', async () => {
    const { privateKey, publicKey } = pair();
    const { id } = await made({ publicKeys: { keys: [jwkOf(publicKey)] } });
    const assertion = (fields: { aud?: string; exp?: number; sub?: string } = {}) => {
      const seconds = Math.floor(Date.now() / 1000);
      return jwt(privateKey, {
        iss: id,
        sub: fields.sub ?? id,
        aud: fields.aud ?? 'https://mail.example.org/oauth/token',
        jti: randomUUID(),
        iat: seconds,
        exp: seconds + (fields.exp ?? 120),
      });
    };
    const ask = async (proof: string) =>
      (
        await token({
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: proof,
        })
      ).status;
    const good = assertion();
    expect([await ask(good), await ask(good)]).toEqual([200, 401]);
    expect(await ask(assertion({ aud: 'https://elsewhere.example.org' }))).toBe(401);
    expect(await ask(assertion({ exp: -120 }))).toBe(401);
    expect(await ask(assertion({ exp: 7_200 }))).toBe(401);
    expect(await ask(assertion({ sub: randomUUID() }))).toBe(401);
    expect(await ask(good.slice(0, -4))).toBe(401);
    const forged = { iss: id, sub: id, aud: 'https://mail.example.org', jti: randomUUID() };
    const exp = Math.floor(Date.now() / 1000) + 120;
    expect(await ask(jwt(pair().privateKey, { ...forged, exp }))).toBe(401);
    expect(await ask(jwt(privateKey, { ...forged, exp }))).toBe(200);
  });

  it('takes no private key', async () => {
    const { privateKey } = pair();
    const body = { name: 'Leaky', ...DRAFT, publicKeys: { keys: [jwkOf(privateKey)] } };
    const answer = await owner.request('POST', 'applications', body);
    expect(answer.json.detail).toContain('private part');
  });

  it('ends a token at once, and after 15 minutes', async () => {
    const { id } = await made();
    const { secret } = await keyOf(id, 'client');
    const first = (await token({}, basic(id, secret))).json.access_token;
    const second = (await token({}, basic(id, secret))).json.access_token;
    await world.app.inject({
      method: 'POST',
      url: '/oauth/revoke',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...basic(id, secret) },
      payload: form({ token: first }),
    });
    expect((await get('application', bearer(first))).status).toBe(401);
    expect((await get('application', bearer(second))).status).toBe(200);
    world.clock.ahead = 901_000;
    const later = (await get('application', bearer(second))).status;
    world.clock.ahead = 0;
    expect(later).toBe(401);
  });

  it('describes itself (RFC 8414)', async () => {
    const { json } = await get('/.well-known/oauth-authorization-server', {});
    expect(json).toMatchObject({
      issuer: 'https://mail.example.org',
      token_endpoint: 'https://mail.example.org/oauth/token',
      grant_types_supported: ['client_credentials'],
    });
    expect(json.scopes_supported).not.toContain('users:write');
  });
});

describe('a signed session', () => {
  const URL_ASKED = '/api/v1/application?a=b';
  async function session() {
    const { id } = await made();
    const { secret } = await keyOf(id);
    const begun = await world.anybody().request('POST', 'application/sessions', {}, bearer(secret));
    expect([begun.status, begun.text]).toEqual([201, expect.any(String)]);
    return { key: secret, code: begun.json.id as string, secret: begun.json.secret as string };
  }

  it('lets in what it signed, once', async () => {
    const { code, secret } = await session();
    const headers = signed({ code, secret, url: '/api/v1/application' });
    expect((await get('application', headers)).status).toBe(200);
    const again = await get('application', headers);
    expect([again.status, again.json.detail]).toEqual([
      401,
      expect.stringContaining('used already'),
    ]);
  });

  it('refuses another path, query, method or body than was signed', async () => {
    const { code, secret } = await session();
    const anybody = world.anybody();
    const url = '/api/v1/contacts/search';
    const body = JSON.stringify({ text: 'nobody@example.org' });
    const headers = () => signed({ code, secret, method: 'POST', url, body });
    expect((await anybody.request('POST', url, body, headers())).status).toBe(200);
    const shorter = JSON.stringify({ text: 'nobody@example.or' });
    const altered = await anybody.request('POST', url, shorter, headers());
    expect([altered.status, altered.json.detail]).toEqual([401, expect.stringContaining('body')]);
    expect((await anybody.request('POST', url, undefined, headers())).status).toBe(401);
    expect((await anybody.request('POST', '/api/v1/segments/count', body, headers())).status).toBe(
      401,
    );
    expect(
      (await get('/api/v1/application?a=c', signed({ code, secret, url: URL_ASKED }))).status,
    ).toBe(401);
    const truncated = signed({ code, secret, url: URL_ASKED });
    truncated['signature'] = (truncated['signature'] ?? '').replace(/...=:$/u, ':');
    expect((await get(URL_ASKED, truncated)).status).toBe(401);
  });

  it('bears clocks that differ by five minutes, says by how much, and no more', async () => {
    const { code, secret } = await session();
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000);
    const near = await get(URL_ASKED, signed({ code, secret, url: URL_ASKED, at: at(-290) }));
    expect(near.status).toBe(200);
    expect(Number(near.headers['postern-clock-ahead'])).toBeLessThanOrEqual(-290);
    const far = await get(URL_ASKED, signed({ code, secret, url: URL_ASKED, at: at(400) }));
    expect([far.status, far.json.detail]).toEqual([401, expect.stringMatching(/ahead of ours/u)]);
  });

  it('ends at once, by itself or with the key that began it', async () => {
    const first = await session();
    const url = `/api/v1/application/sessions/${first.code}/end`;
    const ended = await world.anybody().request('POST', url, undefined, bearer(first.key));
    expect(ended.status).toBe(204);
    expect((await get(URL_ASKED, signed({ ...first, url: URL_ASKED }))).status).toBe(401);
  });
});

describe('how often', () => {
  it('an application calls is limited, and each answer says what is left', async () => {
    const { id } = await made({ perMinute: 3 });
    const { secret } = await keyOf(id);
    // a minute that has just begun
    world.clock.ahead = 60_000 - (Date.now() % 60_000);
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await get('application', bearer(secret)));
    world.clock.ahead = 0;
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers).toMatchObject({ 'ratelimit-policy': '"application";q=3;w=60' });
    expect(answers[0]?.headers['ratelimit']).toMatch(/^"application";r=2;t=\d+$/u);
    expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(answers[3]?.json).toMatchObject({
      code: 'too_many',
      'violated-policies': ['application'],
    });
  });

  it('an organization sets for its applications and roles', async () => {
    const body = {
      data: [
        { subject: 'applications', perMinute: 40 },
        { subject: 'analyst', perMinute: 50 },
      ],
    };
    expect((await owner.request('PUT', 'rate-limits', body)).status).toBe(204);
    const { id } = await made();
    const { secret } = await keyOf(id);
    const mine = await get('application', bearer(secret));
    expect(mine.headers['ratelimit-policy']).toBe('"application";q=40;w=60');
    const analyst = await world.as('analyst');
    const theirs = await analyst.request('GET', 'topics');
    expect(theirs.headers['ratelimit-policy']).toBe('"person";q=50;w=60');
    await owner.request('PUT', 'rate-limits', { data: [] });
  });

  it('is shown by the hour, with the last use of the key', async () => {
    const { id } = await made();
    const { secret } = await keyOf(id);
    for (let n = 0; n < 5; n += 1) await get('application', bearer(secret));
    await get('audit', bearer(secret));
    const { json } = await owner.request('GET', `applications/${id}/use`);
    expect(json.data).toHaveLength(24);
    const sum = (what: 'calls' | 'refused') =>
      json.data.reduce((all: number, hour: Record<string, number>) => all + (hour[what] ?? 0), 0);
    expect([sum('calls'), sum('refused')]).toEqual([6, 1]);
    const listed = await owner.request('GET', 'applications');
    const found = listed.json.data.find((one: { id: string }) => one.id === id);
    expect(found.keys[0].lastUsedAt).not.toBeNull();
  });
});

describe('what is out of the ordinary restricts a key by itself', () => {
  const codeOf = async (secret: string, headers: Headers = {}) => {
    const { status, json } = await get('application', { ...bearer(secret), ...headers });
    return status === 200 ? 200 : json.code;
  };

  it('a new network, after those of the first day; a release makes it known', async () => {
    const { id } = await made();
    const { secret } = await keyOf(id);
    const from = (address: string) => ({ 'x-forwarded-for': address });
    expect(await codeOf(secret, from('192.0.2.1'))).toBe(200);
    expect(await codeOf(secret, from('198.51.100.1'))).toBe(200);
    const mailed = world.mailed.length;
    world.clock.ahead = 25 * 3_600_000;
    const later = [
      await codeOf(secret, from('192.0.2.77')),
      await codeOf(secret, from('203.0.113.1')),
      await codeOf(secret, from('192.0.2.1')),
    ];
    world.clock.ahead = 0;
    expect(later).toEqual([200, 'application_restricted', 'application_restricted']);
    const [notice] = world.mailed.slice(mailed);
    expect(notice).toMatchObject({
      address: expect.any(String),
      subject: 'An application was restricted',
    });
    expect(notice?.text).not.toContain('203.0.113');
    expect(
      (await owner.request('GET', 'audit?action=application.restricted')).json.data[0],
    ).toMatchObject({
      actorKind: 'system',
      subject: { applicationId: id, why: 'address' },
    });
    expect((await owner.request('POST', `applications/${id}/release`)).status).toBe(200);
    expect(await codeOf(secret, from('203.0.113.9'))).toBe(200);
  });

  it('a burst of refusals', async () => {
    const { id } = await made();
    const { secret } = await keyOf(id);
    for (let n = 0; n < 30; n += 1) await get('audit', bearer(secret));
    await owner.request('GET', `applications/${id}/use`);
    expect(await codeOf(secret)).toBe('application_restricted');
    await owner.request('POST', `applications/${id}/release`);
    expect(await codeOf(secret)).toBe(200);
  });

  it('far more calls than it ever made', async () => {
    const { id } = await made({ perMinute: 100_000 });
    const { secret } = await keyOf(id);
    await world.test.pool.query(
      `insert into api_use (organization_id, subject_id, minute, calls, refused)
       select $1, $2, date_trunc('minute', now()) - n * interval '10 minutes', 20, 0
       from generate_series(2, 20) n`,
      [world.organizationId, id],
    );
    for (let n = 0; n < 500; n += 1) await get('application', bearer(secret));
    await owner.request('GET', `applications/${id}/use`);
    expect(await codeOf(secret)).toBe(200);
    await owner.request('GET', `applications/${id}/use`);
    expect(await codeOf(secret)).toBe('application_restricted');
  });
});

async function userId(role: string): Promise<string> {
  const row = await world.database
    .selectFrom('users')
    .select('id')
    .where('email', '=', `${role}@example.org`)
    .executeTakeFirstOrThrow();
  return row.id;
}
