import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../packages/server/src/http/contract/index.ts';
import { type ApiWorld, apiWorld, PASSWORD } from '../support/api.ts';

const SOME_ID = '018f3c2e-7a1b-7c3d-8e4f-5a6b7c8d9e0f';
/** A visitor behind a proxy of this machine that ends TLS. */
const HTTPS = { 'x-forwarded-proto': 'https' };

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

type Headers = Readonly<Record<string, unknown>>;

/** What every answer has to say to a browser. */
function expectGuarded(headers: Headers, place: string) {
  const policy = String(headers['content-security-policy']);
  const told: Headers = { place, policy, ...headers };
  expect(told).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': expect.stringContaining('camera=(), '),
    'cross-origin-opener-policy': 'same-origin',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
  });
  // what is the same for everybody may be kept: built files, how OAuth is spoken here
  const kept = place.startsWith('/.well-known/') ? /max-age/ : /no-store|no-cache|immutable/;
  expect(told['cache-control']).toMatch(kept);
  const directives = new Map(
    policy.split(/;\s*/).map((one) => {
      const [name = '', ...sources] = one.split(' ');
      return [name, sources.join(' ')];
    }),
  );
  expect([place, directives.get('default-src')]).toEqual([
    place,
    expect.stringMatching(/^'(none|self)'$/),
  ]);
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) {
    expect([place, directives.has(name) || directives.has('sandbox')]).toEqual([place, true]);
  }
  // styles may stand in a page; scripts come from this origin as files, and nothing from elsewhere
  for (const [name, sources] of directives) {
    if (name === 'style-src') continue;
    expect([place, name, sources]).not.toEqual([
      place,
      name,
      expect.stringMatching(/unsafe|https?:|\*|blob:/),
    ]);
  }
}

const ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD',
  url: string,
  headers: Record<string, string> = {},
) => world.app.inject({ method, url, headers: { ...HTTPS, ...headers } });

it.each([
  'https://localhost/audit',
  'https://localhost.:8443/',
  'https://[::1]/',
  'https://10.0.0.7/',
])('a webhook to %s is refused when it is set up: it lies in the private network', async (url) => {
  const owner = await world.as('owner');
  const target = { kind: 'webhook', url, authority: null };
  const body = { name: 'Archive', target, from: 'now' };
  const refused = await owner.request('POST', 'audit/forwards', body);
  expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/target/url']);
  expect(refused.json.detail).toContain('POSTERN_PRIVATE_TARGETS');
  expect((await owner.request('GET', 'audit/forwards')).json.data).toEqual([]);
});

describe('every answer tells the browser to keep to itself', () => {
  it('of every route of the contract, to nobody and to somebody who is signed in', async () => {
    const owner = await world.as('owner');
    for (const [name, { method, url }] of allRoutes()) {
      const place = `/api/v1${url.replace(/\{(\w+)\}/g, SOME_ID)}`;
      expectGuarded((await ask(method, place)).headers, name);
      if (name === 'signOut') continue;
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const known = await owner.request(method as 'GET', place, body, HTTPS);
      expectGuarded(known.headers, name);
    }
  });

  it('of every other address that is served, for people, programs and identity providers', async () => {
    const paths = Object.entries(world.app.swagger().paths ?? {}).filter(
      ([path]) => !path.startsWith('/api/v1/'),
    );
    expect(paths.map(([path]) => path)).toEqual(
      expect.arrayContaining(['/m/{token}', '/u/{token}', '/oauth/token']),
    );
    for (const [path, methods] of paths) {
      const url = path.replace(/\{\w+\}|\*/g, 'unknown');
      for (const method of Object.keys(methods ?? {})) {
        if (url === '/o/unknown') continue;
        const { headers } = await ask(method.toUpperCase() as 'GET', url);
        expectGuarded(headers, `${url} ${method}`);
      }
    }
  });

  it.each([
    ['GET', '/'],
    ['GET', '/campaigns/new'],
    ['GET', '/scheme.js'],
    ['GET', '/icon.svg'],
    ['GET', '/missing.js'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/v1/no-such-thing'],
    ['GET', '/c/unknown/0'],
    ['GET', '/u/unknown'],
    ['POST', '/u/unknown'],
    ['GET', '/m/unknown'],
    ['POST', '/m/unknown'],
    ['GET', '/p/unknown'],
    ['POST', '/p/unknown'],
    ['GET', '/a/unknown'],
    ['POST', '/a/unknown'],
    ['GET', '/a/unknown/copy'],
    ['GET', '/a/signature.js'],
    ['GET', '/s/unknown'],
    ['POST', '/s/unknown'],
    ['GET', '/confirm/unknown'],
    ['POST', '/confirm/unknown'],
    ['DELETE', '/'],
  ] as const)('%s %s', async (method, url) => {
    expectGuarded((await ask(method, url)).headers, url);
  });

  it('and takes nothing back when it confirms a page that the browser has kept', async () => {
    const { headers } = await ask('GET', '/campaigns/new');
    const confirmed = await ask('GET', '/campaigns/new', { 'if-none-match': String(headers.etag) });
    expect(confirmed.statusCode).toBe(304);
    // its headers are written over the kept ones (RFC 9111, 4.3.4)
    const { 'content-security-policy': policy = headers['content-security-policy'] } =
      confirmed.headers;
    expect(policy).toBe(headers['content-security-policy']);
  });

  it('of an address that cannot be read', async () => {
    const { headers } = await ask('GET', '/o/%ff%');
    expectGuarded({ ...headers, 'strict-transport-security': HSTS }, 'unreadable');
  });

  it('says nothing of https to who came without it', async () => {
    const { headers } = await world.app.inject({ method: 'GET', url: '/' });
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('but the picture in mail is for mail programs of every origin', async () => {
    const { headers } = await ask('GET', '/o/unknown');
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
  });

  it('has no script that stands in a page', async () => {
    for (const url of ['/', '/m/unknown', '/p/unknown', '/a/unknown', '/s/unknown', '/u/unknown']) {
      const { body } = await ask('GET', url);
      expect(body.replace(/<script\b[^>]*\ssrc="\/[^"/][^>]*><\/script>/g, '')).not.toMatch(
        /<script|\son\w+\s*=|javascript:/i,
      );
    }
  });
});

const HSTS = 'max-age=63072000; includeSubDomains';

describe('a cookie', () => {
  const signIn = (headers: Record<string, string>) =>
    world.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'x-postern': 'test', ...headers },
      payload: { email: 'analyst@example.org', password: PASSWORD },
    });

  it('over https has the prefix that no neighbouring domain can set, and is the one that counts', async () => {
    const answer = await signIn(HTTPS);
    const cookies = answer.cookies.filter(({ name }) => name.includes('session'));
    expect(cookies).toEqual([
      expect.objectContaining({
        name: '__Host-postern_session',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Strict',
      }),
    ]);
    const token = cookies[0]?.value ?? '';
    const asked = async (name: string) =>
      (await ask('GET', '/api/v1/session', { cookie: `${name}=${token}` })).statusCode;
    expect(await asked('__Host-postern_session')).toBe(200);
    expect(await asked('postern_session')).toBe(401);
  });

  it('in clear, as on a laptop, has the name that a browser takes', async () => {
    const { cookies } = await signIn({});
    expect(cookies.map(({ name }) => name)).toContain('postern_session');
  });

  it('of the pages for anybody has the prefix too', async () => {
    const { cookies } = await ask('GET', '/m/unknown');
    expect(cookies.length).toBeGreaterThan(0);
    for (const { name, path, secure, sameSite } of cookies) {
      expect([name.slice(0, 7), path, secure, sameSite]).toEqual(['__Host-', '/', true, 'Strict']);
    }
  });
});

describe('a request that another site had the browser send', () => {
  const ELSEWHERE: readonly Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://www.example.org' },
    { origin: 'https://evil.example.com' },
    { origin: 'http://pages.example.org:81' },
    { origin: 'not an origin' },
  ];
  const OWN: readonly Record<string, string>[] = [
    { 'sec-fetch-site': 'same-origin', origin: 'https://behind.a.proxy.example.org' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://pages.example.org' },
    {},
  ];

  it('signs nobody in, and changes nothing with the cookie, even with our header', async () => {
    for (const [sent, code] of [
      ...ELSEWHERE.map((headers) => [headers, 'cross_site'] as const),
      ...OWN.map((headers) => [headers, 'sign_in_refused'] as const),
    ]) {
      const answer = await world.app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers: { host: 'pages.example.org', 'x-postern': 'page', ...sent },
        payload: { email: 'nobody@example.org', password: 'x' },
      });
      expect([sent, answer.json().code]).toEqual([sent, code]);
    }
  });

  it('is no form of ours on the pages for anybody', async () => {
    const shown = await world.app.inject({ method: 'GET', url: '/m/unknown' });
    const form = /name="form" value="([\w-]+)"/.exec(shown.body)?.[1] ?? '';
    const cookie = shown.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const post = (sent: Record<string, string>) =>
      world.app.inject({
        method: 'POST',
        url: '/m/unknown',
        headers: {
          host: 'pages.example.org',
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
          ...sent,
        },
        payload: new URLSearchParams({ form, act: 'code' }).toString(),
      });
    for (const sent of ELSEWHERE) expect((await post(sent)).statusCode).toBe(403);
    for (const sent of [...OWN, { origin: 'null' }])
      expect((await post(sent)).statusCode).toBe(303);
  });
});

describe('a redirect', () => {
  it.each([
    '/c/unknown/0?next=https://evil.example.com',
    '/c/https%3A%2F%2Fevil.example.com/0',
    '/p/%2F%2Fevil.example.com?revoke=x',
    '/a/%2F%2Fevil.example.com/copy',
    '//evil.example.com/%2e%2e',
    '/m/..%2F..%2F%2Fevil.example.com?file=0',
    '/?next=https://evil.example.com',
  ])('of %s leads nowhere else', async (url) => {
    const { headers } = await ask('GET', url);
    expect(headers.location ?? './').toMatch(/^\.{1,2}\//);
  });
});

describe('what is no request', () => {
  const speak = async (text: string) => {
    if (!world.app.server.listening) await world.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = world.app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    socket.write(text);
    await closed;
    return Buffer.concat(parts).toString();
  };

  it.each([
    ['no HTTP', 'ZYXMARK\r\n\r\n'],
    [
      'a head that is too large',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'ZYXMARK'.repeat(5_000)}\r\n\r\n`,
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nhost: ZYXMARK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc',
    ],
    [
      'a length and pieces',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('%s gets a problem that repeats nothing, and the connection ends', async (_, text) => {
    const answer = await speak(text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain("default-src 'none'");
    expect(answer).not.toContain('ZYXMARK');
    expect(world.logged.join('')).not.toContain('ZYXMARK');
  });
});
