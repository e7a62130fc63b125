import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPosternClient } from '../../packages/sdk/src/index.ts';
import { allRoutes } from '../../packages/server/src/http/contract/index.ts';
import { FOR_APPLICATIONS } from '../../packages/server/src/http/for-applications.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/applications.md'), 'utf8');
const EXAMPLES = [...GUIDE.matchAll(/```sh\n([\s\S]*?)```/gu)].map(([, text = '']) => text);

let world: ApiWorld;
let env: Record<string, string>;
beforeAll(async () => {
  world = await apiWorld();
  const owner = await world.as('owner');
  const { json } = await owner.request('POST', 'applications', {
    name: 'Scheduler',
    permissions: ['people:read'],
    highestClass: 'contact',
    ways: ['key', 'oauth', 'basic', 'signed'],
    addresses: [],
    perMinute: null,
  });
  const made = async (kind: string) =>
    (await owner.request('POST', `applications/${json.id}/keys`, { kind })).json;
  const [key, client, session] = [await made('key'), await made('client'), await made('session')];
  env = {
    PATH: process.env['PATH'] ?? '',
    POSTERN: await world.app.listen({ host: '127.0.0.1', port: 0 }),
    APPLICATION: json.id,
    KEY: key.secret,
    CLIENT_SECRET: client.secret,
    CODE: session.id,
    SESSION_SECRET: session.secret,
  };
});
afterAll(() => world.close());

const SCHEDULER = { name: 'Scheduler', permissions: ['people:read'] };

it.each([
  ['a key', SCHEDULER],
  ['a token by client_secret_basic', SCHEDULER],
  ['a token by client_secret_post', { token_type: 'Bearer', scope: 'people:read' }],
  ['Basic', SCHEDULER],
  ['the beginning of a signed session', { kind: 'session' }],
  ['a signed request', { data: [] }],
])('the example of %s works as it stands in the guide', async (what, answer) => {
  const order = [
    'a key',
    'a token by client_secret_basic',
    'a token by client_secret_post',
    'Basic',
    'the beginning of a signed session',
    'a signed request',
  ];
  expect(EXAMPLES).toHaveLength(order.length);
  const script = EXAMPLES[order.indexOf(what)] ?? 'exit 1';
  const { stdout } = await promisify(execFile)('bash', ['-euc', script], { env });
  expect(JSON.parse(stdout)).toMatchObject(answer);
});

it('a key is all that the client of packages/sdk needs, to change something too', async () => {
  const client = createPosternClient({ baseUrl: env['POSTERN'] ?? '', token: env['KEY'] ?? '' });
  const { data } = await client.GET('/api/v1/application');
  expect(data).toMatchObject(SCHEDULER);
  const found = await client.POST('/api/v1/contacts/search', { body: { text: 'x@example.org' } });
  expect(found.data).toEqual({ data: [] });
});

/** Rooms whose routes that need no permission are a person's own. */
const FOR_PEOPLE = new Set(['account', 'emergencies', 'people', 'roles', 'sandbox', 'session']);

it('says of every room whether its routes without a permission are open to applications', () => {
  for (const [name, { tag, permission, public: isPublic }] of allRoutes()) {
    if (permission !== null || isPublic) continue;
    expect([name, tag, FOR_APPLICATIONS.has(tag) !== FOR_PEOPLE.has(tag)]).toEqual([
      name,
      tag,
      true,
    ]);
  }
});
