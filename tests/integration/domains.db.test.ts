import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { openResolver } from '../../packages/server/src/domains/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';

let world: ApiWorld;
let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
  world = await apiWorld({ dns: openResolver([dns.address]) });
});
afterAll(async () => {
  await world.close();
  await dns.close();
});

const pem = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

const SETTINGS = {
  domain: 'news.example.org',
  fromName: 'Riverside',
  fromAddress: 'news@news.example.org',
  replyTo: 'desk@example.org',
  localAddress: '127.0.0.9',
  returnPathDomain: 'bounces.news.example.org',
};

async function streams() {
  const { json } = await (await world.as('owner')).request('GET', 'streams');
  return json;
}

test('both streams are shown, with the advice to separate them', async () => {
  const { data, advice, blockLists } = await streams();
  expect(data.map(({ stream }: { stream: string }) => stream)).toEqual([
    'marketing',
    'transactional',
  ]);
  expect(advice).toContain('mail.example.org');
  expect(blockLists).toEqual([]);
});

test('a stream is changed at its version, and the other stays', async () => {
  const owner = await world.as('owner');
  const [{ version }] = (await streams()).data;
  const headers = { 'if-match': `"${version}"` };
  const done = await owner.request('PUT', 'streams/marketing', SETTINGS, headers);
  expect(done).toMatchObject({ status: 200, json: { ...SETTINGS, version: version + 1 } });
  expect(done.headers['etag']).toBe(`"${version + 1}"`);
  expect(done.json.keys.map(({ selector }: { selector: string }) => selector).toSorted()).toEqual([
    'postern1',
    'postern1e',
  ]);
  const late = await owner.request('PUT', 'streams/marketing', SETTINGS, headers);
  expect(late).toMatchObject({ status: 412, json: { current: { version: version + 1 } } });
  const { data, advice } = await streams();
  expect(data[1].domain).toBe('mail.example.org');
  expect(advice).toBeNull();
  const organization = await owner.request('GET', 'organization');
  expect(organization.json).toMatchObject({ fromAddress: 'news@news.example.org' });
});

test.each([
  ['domain', 'https://example.org'],
  ['fromAddress', 'care@'],
  ['replyTo', 'desk'],
  ['localAddress', '192.0.2.256'],
  ['returnPathDomain', 'localhost'],
])('a fault is named at its field: %s', async (field, value) => {
  const owner = await world.as('owner');
  const body = { ...SETTINGS, [field]: value };
  const refused = await owner.request('PUT', 'streams/transactional', body, { 'if-match': '"1"' });
  expect(refused).toMatchObject({ status: 422, json: { errors: [{ pointer: `/${field}` }] } });
});

test('a domain that another organization has is refused at its field, with a sentence', async () => {
  const theirs = await inTransaction(world.database, (tx) =>
    createOrganization(tx, world.delivery.keyring.within(tx), {
      name: 'Hillside',
      postalAddress: '2 Hill Road',
      fromName: 'Hillside',
      fromAddress: 'care@hill.example.net',
      sender: {
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: true,
        noticeCoversFundraising: true,
      },
      demonstration: false,
    }),
  );
  const owner = await world.as('owner');
  const [, { version }] = (await streams()).data;
  for (const [field, value] of [
    ['domain', 'hill.example.net'],
    ['returnPathDomain', 'Bounces.Hill.example.net'],
  ] as const) {
    const body = { ...SETTINGS, [field]: value };
    const headers = { 'if-match': `"${version}"` };
    const refused = await owner.request('PUT', 'streams/transactional', body, headers);
    const detail = expect.stringContaining('belongs to another organization of this server');
    expect(refused).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: `/${field}`, detail }] },
    });
  }
  const { json: organization, headers } = await owner.request('GET', 'organization');
  const { name, postalAddress, fromName, profile, sender, transport } = organization;
  const change = { name, postalAddress, fromName, profile, sender, transport };
  const body = { ...change, fromAddress: 'care@hill.example.net' };
  const etag = { 'if-match': String(headers['etag']) };
  const refused = await owner.request('PUT', 'organization', body, etag);
  expect(refused).toMatchObject({ status: 422, json: { errors: [{ pointer: '/fromAddress' }] } });
  expect((await streams()).data[1]).toMatchObject({ version, domain: 'mail.example.org' });
  expect((await streams()).data[1].advice).toEqual([]);
  // from before a domain had one owner: it goes on, and the page says so
  const move = (from: string, to: string) =>
    world.database
      .updateTable('sending_domains')
      .set({ organization_id: to })
      .where('organization_id', '=', from)
      .where('domain', '=', 'mail.example.org')
      .execute();
  await move(world.organizationId, theirs);
  const advice = [expect.stringMatching(/^mail\.example\.org belongs to another organization/)];
  expect((await streams()).data[1]).toMatchObject({ advice });
  await move(theirs, world.organizationId);
  const claims = await world.database
    .selectFrom('sending_domains')
    .select('domain')
    .where('organization_id', '=', theirs)
    .orderBy('domain')
    .execute();
  expect(claims.map(({ domain }) => domain)).toEqual([
    'bounces.hill.example.net',
    'hill.example.net',
  ]);
});

test('the DNS is asked at a press; what was found stays with its time', async () => {
  const owner = await world.as('owner');
  const [before] = (await streams()).data;
  for (const { record } of before.keys) dns.zones[record.name] = { TXT: [record.value] };
  const checked = await owner.request('POST', 'streams/marketing/check');
  expect(checked.status).toBe(200);
  const dkim = checked.json.checks.filter(({ kind }: { kind: string }) => kind === 'dkim');
  expect(dkim.map(({ state }: { state: string }) => state)).toEqual(['ok', 'ok']);
  const [after] = (await streams()).data;
  expect(after.checks).toEqual(checked.json.checks);
  expect(after.checks[0].checkedAt).toMatch(/Z$/);
  const long = after.keys.find(({ selector }: { selector: string }) => selector === 'postern1');
  expect(long.record.zoneLine).toMatch(
    /^postern1\._domainkey\.news\.example\.org\. IN TXT \( "v=DKIM1/,
  );
});

test('an own key is told at once whether the DNS shows it', async () => {
  const owner = await world.as('owner');
  dns.zones['own._domainkey.news.example.org'] = { TXT: ['v=DKIM1; p=AAAA'] };
  const own = { kind: 'own', domain: 'news.example.org', selector: 'own', pem: pem() };
  const added = await owner.request('POST', 'dkim-keys', own, { 'idempotency-key': 'own-key-1' });
  expect(added).toMatchObject({
    status: 201,
    json: {
      key: { selector: 'own', state: 'pending' },
      published: { state: 'wrong', sentence: expect.stringContaining('another key') },
    },
  });
  expect(added.text).not.toContain('PRIVATE');
  const again = await owner.request('POST', 'dkim-keys', own, { 'idempotency-key': 'own-key-1' });
  expect(again.json).toEqual(added.json);
  const waiting = await owner.request('POST', 'dkim-keys', { ...own, selector: 'more' });
  expect(waiting).toMatchObject({ status: 409, json: { code: 'not_possible_now' } });
  const { id } = added.json.key;
  expect((await owner.request('DELETE', `dkim-keys/${id}`)).status).toBe(204);
  expect((await owner.request('DELETE', `dkim-keys/${id}`)).status).toBe(404);
});

test.each([
  [{ pem: 'garbage' }, '/pem', 'no key in PEM form'],
  [{ selector: 'a b' }, '/selector', 'letters, digits'],
  [{ domain: 'example.net' }, '/domain', 'No stream of yours'],
])('a key that cannot sign is refused with a sentence: %j', async (some, pointer, detail) => {
  const owner = await world.as('owner');
  const body = { kind: 'own', domain: 'news.example.org', selector: 'bad', pem: pem(), ...some };
  const refused = await owner.request('POST', 'dkim-keys', body);
  expect(refused).toMatchObject({
    status: 422,
    json: { errors: [{ pointer, detail: expect.stringContaining(detail) }] },
  });
});

test('a marketer may look, and only an owner may change', async () => {
  const marketer = await world.as('marketer');
  expect((await marketer.request('GET', 'streams')).status).toBe(200);
  const headers = { 'if-match': '"1"' };
  for (const [method, url, body] of [
    ['PUT', 'streams/transactional', SETTINGS],
    ['POST', 'streams/transactional/check', undefined],
    ['POST', 'dkim-keys', { kind: 'made', domain: 'news.example.org', algorithm: 'rsa-sha256' }],
    ['DELETE', 'dkim-keys/01900000-0000-7000-8000-000000000001', undefined],
  ] as const) {
    expect((await marketer.request(method, url, body, headers)).status).toBe(403);
  }
  expect((await world.anybody().request('GET', 'streams')).status).toBe(401);
});

test('what was done is in the audit', async () => {
  const { rows } = await world.test.pool.query(
    `select distinct action from audit_entries
     where action like 'domain.%' or action like 'stream.%' order by action`,
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'domain.checked',
    'domain.key_added',
    'domain.key_dropped',
    'stream.changed',
  ]);
});

test('no private key is ever logged', () => {
  expect(world.logged.join('')).not.toContain('PRIVATE KEY');
});

test('mail that goes directly needs the name of this server', async () => {
  const owner = await world.as('owner');
  const { json: organization } = await owner.request('GET', 'organization');
  const {
    id: _,
    sendingDomain: __,
    demonstration: ___,
    dkim: ____,
    version,
    ...body
  } = organization;
  const put = (helloName: string) =>
    owner.request(
      'PUT',
      'organization',
      { ...body, transport: { kind: 'direct', helloName } },
      { 'if-match': `"${version}"` },
    );
  expect(await put('localhost')).toMatchObject({
    status: 422,
    json: { detail: expect.stringContaining('helloName') },
  });
  expect(await put('Mail.example.org')).toMatchObject({
    status: 200,
    json: { transport: { kind: 'direct', helloName: 'mail.example.org' } },
  });
});
