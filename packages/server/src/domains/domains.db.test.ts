import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type DnsServer, startDnsServer, type Zone } from '../../../../tests/support/dns-server.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { type Keyring, keyring, type OrganizationKeys } from '../keys/index.ts';
import { createOrganization, getOrganization, updateOrganization } from '../organizations/index.ts';
import {
  addKey,
  checkAllStreams,
  checkStream,
  type DomainDeps,
  dropPendingKey,
  listKeys,
  loadChecks,
  loadStream,
  loadStreams,
  openResolver,
  type StreamChange,
  signingKeys,
  streamReadiness,
  updateStream,
} from './index.ts';

const ADDRESS = '127.0.0.25';
const store = {
  wrap: async (key: Uint8Array) => Buffer.from(key),
  unwrap: async (key: Uint8Array) => Buffer.from(key),
};
const pem = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

let scratch: TestDatabase;
let database: Database;
let ring: Keyring;
let dns: DnsServer;
let deps: DomainDeps;
let organizationId: string;
let keys: OrganizationKeys;

beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  ring = keyring(store, database);
  dns = await startDnsServer();
  deps = {
    database,
    keyring: ring,
    now: () => new Date(),
    dns: openResolver([dns.address]),
    host: 'post.example.org',
    addresses: [],
    blockLists: ['bl.example.net'],
  };
});
afterAll(async () => {
  await dns.close();
  await database.destroy();
  await scratch.drop();
});
beforeEach(async () => {
  dns.zones = {};
  dns.misdeeds = {};
  // each test has an organization of its own, of the same domain: those before it move away
  await database
    .updateTable('streams')
    .set({
      domain: sql<string>`organization_id || '.example.net'`,
      return_path_domain: sql<string>`'bounces.' || organization_id || '.example.net'`,
    })
    .execute();
  await database.deleteFrom('sending_domains').execute();
  organizationId = await inTransaction(database, (tx) =>
    createOrganization(tx, ring.within(tx), {
      name: 'Riverside',
      postalAddress: '1 River Road',
      fromName: 'Riverside',
      fromAddress: 'care@mail.example.org',
      sender: {
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: true,
        noticeCoversFundraising: true,
      },
      demonstration: false,
    }),
  );
  keys = await ring.of(organizationId);
});

async function sendBy(transport: object): Promise<void> {
  await database
    .updateTable('organizations')
    .set({ transport: JSON.stringify(transport) })
    .where('id', '=', organizationId)
    .execute();
}
const direct = () => sendBy({ kind: 'direct', helloName: 'post.example.org' });

async function change(
  some: Partial<StreamChange>,
  stream: 'marketing' | 'transactional' = 'marketing',
) {
  const { version, stream: _, ...before } = await loadStream(database, organizationId, stream);
  return inTransaction(database, (tx) =>
    updateStream(tx, keys, stream, { ...before, ...some }, version),
  );
}

const check = () => checkStream(deps, { organizationId, stream: 'marketing', actor: 'system' });

/** The DNS as it has to be for one of our streams. */
async function publish(): Promise<Record<string, Zone>> {
  const zones: Record<string, Zone> = {
    'bounces.mail.example.org': {
      TXT: [`v=spf1 ip4:${ADDRESS} -all`],
      MX: ['10 post.example.org'],
    },
    '_dmarc.example.org': { TXT: ['v=DMARC1; p=quarantine'] },
    '25.0.0.127.in-addr.arpa': { PTR: ['post.example.org'] },
    'post.example.org': { A: [ADDRESS] },
    'bl.example.net': {},
  };
  for (const { record } of await listKeys(database, organizationId, 'mail.example.org')) {
    zones[record.name] = { TXT: [record.value] };
  }
  dns.zones = zones;
  return zones;
}

const stateOf = async (kind: string, subject?: string) =>
  (await loadChecks(database, organizationId, 'marketing'))
    .filter((one) => one.kind === kind && (subject === undefined || one.subject === subject))
    .map(({ state }) => state);

test('a new organization has both streams, with the From that it was made with', async () => {
  const streams = await loadStreams(database, organizationId);
  expect(streams.map(({ stream }) => stream)).toEqual(['marketing', 'transactional']);
  for (const stream of streams) {
    expect(stream).toMatchObject({
      domain: 'mail.example.org',
      fromAddress: 'care@mail.example.org',
      returnPathDomain: 'bounces.mail.example.org',
      replyTo: null,
      localAddress: null,
      version: 1,
    });
  }
});

test('the organization’s From is the marketing stream’s, from either side', async () => {
  const { kind } = await change({
    fromAddress: 'news@news.example.org',
    domain: 'news.example.org',
  });
  expect(kind).toBe('updated');
  const organization = await getOrganization(database, organizationId);
  expect(organization).toMatchObject({
    fromAddress: 'news@news.example.org',
    sendingDomain: 'news.example.org',
  });
  await inTransaction(database, (tx) =>
    updateOrganization(
      tx,
      organizationId,
      { ...organization, fromAddress: 'hello@letters.example.org' },
      organization.version,
    ),
  );
  const [marketing, transactional] = await loadStreams(database, organizationId);
  expect(marketing).toMatchObject({
    fromAddress: 'hello@letters.example.org',
    domain: 'letters.example.org',
    returnPathDomain: 'bounces.letters.example.org',
    version: 3,
  });
  // it had a From of its own by then
  expect(transactional).toMatchObject({ fromAddress: 'care@mail.example.org', version: 1 });
});

test('both streams follow the organization’s From until one is given its own', async () => {
  const organization = await getOrganization(database, organizationId);
  const draft = { ...organization, fromAddress: 'care@clinic.example.org' };
  await inTransaction(database, (tx) => updateOrganization(tx, organizationId, draft, 1));
  const streams = await loadStreams(database, organizationId);
  expect(streams.map(({ domain }) => domain)).toEqual(['clinic.example.org', 'clinic.example.org']);
});

test('a stream that somebody else changed meanwhile is not overwritten', async () => {
  await change({ replyTo: 'desk@example.org' });
  const stale = await inTransaction(database, async (tx) => {
    const { version: _, stream: __, ...mine } = await loadStream(tx, organizationId, 'marketing');
    return updateStream(tx, keys, 'marketing', { ...mine, replyTo: null }, 1);
  });
  expect(stale).toMatchObject({
    kind: 'stale',
    current: { replyTo: 'desk@example.org', version: 2 },
  });
});

test('a domain signs with RSA and Ed25519, and keys are parsed once', async () => {
  const first = await signingKeys(database, keys, 'mail.example.org');
  expect(first.map(({ selector, algorithm }) => [selector, algorithm])).toEqual([
    ['postern1', 'rsa-sha256'],
    ['postern1e', 'ed25519-sha256'],
  ]);
  expect(first[0]?.privateKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  const again = await signingKeys(database, keys, 'mail.example.org');
  expect(again[0]?.privateKey).toBe(first[0]?.privateKey);
});

test('two at once make one key of each kind', async () => {
  const domain = 'twice.example.org';
  await Promise.all([signingKeys(database, keys, domain), signingKeys(database, keys, domain)]);
  expect(await listKeys(database, organizationId, domain)).toHaveLength(2);
});

test('an older row without an algorithm is an active RSA key', async () => {
  await signingKeys(database, keys, 'mail.example.org');
  const { rows } = await scratch.pool.query(
    `select column_default as d from information_schema.columns
     where table_name = 'dkim_keys' and column_name in ('algorithm', 'state') order by column_name`,
  );
  expect(rows.map(({ d }) => d)).toEqual(["'rsa-sha256'::text", "'active'::text"]);
});

test('private keys are sealed to their row', async () => {
  await signingKeys(database, keys, 'mail.example.org');
  const { rows } = await scratch.pool.query(
    'select id, private_key_sealed from dkim_keys where organization_id = $1',
    [organizationId],
  );
  const [one, other] = rows;
  expect(keys.open(one.private_key_sealed, `dkim_keys.private_key:${one.id}`)).toBeTruthy();
  expect(() => keys.open(one.private_key_sealed, `dkim_keys.private_key:${other.id}`)).toThrow();
});

test('what is published as it should be is found so', async () => {
  await direct();
  await change({ localAddress: ADDRESS });
  await publish();
  const checks = await check();
  expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(checks.map(({ kind }) => kind).toSorted()).toEqual([
    'blocklist',
    'dkim',
    'dkim',
    'dmarc',
    'mx',
    'ptr',
    'spf',
  ]);
  expect(await streamReadiness(database, organizationId, 'marketing', 'direct')).toEqual({
    missing: [],
    advice: [],
  });
});

test('nothing published is missing, with the record to publish', async () => {
  await direct();
  await change({ localAddress: ADDRESS });
  const checks = await check();
  const states = Object.fromEntries(checks.map(({ kind, state }) => [kind, state]));
  expect(states).toEqual({
    spf: 'missing',
    dkim: 'missing',
    dmarc: 'missing',
    mx: 'missing',
    ptr: 'missing',
    blocklist: 'ok',
  });
  const spf = checks.find(({ kind }) => kind === 'spf');
  expect(spf?.records).toEqual([
    { name: 'bounces.mail.example.org', type: 'TXT', value: `v=spf1 ip4:${ADDRESS} -all` },
  ]);
  const readiness = await streamReadiness(database, organizationId, 'marketing', 'direct');
  expect(readiness.missing).toEqual([
    'Marketing mail is not signed so that receivers can verify it. There is no record at postern1._domainkey.mail.example.org.',
  ]);
  for (const kind of ['relay', 'sandbox'] as const) {
    expect((await streamReadiness(database, organizationId, 'marketing', kind)).missing).toEqual(
      [],
    );
  }
});

test('a name server that fails says nothing, and holds nothing up', async () => {
  await direct();
  await change({ localAddress: ADDRESS });
  await publish();
  dns.misdeeds['*'] = 'servfail';
  const checks = await check();
  expect(new Set(checks.map(({ state }) => state))).toEqual(new Set(['unknown']));
  const readiness = await streamReadiness(database, organizationId, 'marketing', 'direct');
  expect(readiness.missing).toEqual([]);
  expect(readiness.advice).toHaveLength(1);
});

test('a stream that was never checked cannot send directly', async () => {
  await direct();
  const readiness = await streamReadiness(database, organizationId, 'marketing', 'direct');
  expect(readiness.missing).toEqual([expect.stringContaining('were not checked yet')]);
});

test.each([
  [
    'include',
    {
      'bounces.mail.example.org': { TXT: ['v=spf1 include:_spf.example.net -all'] },
      '_spf.example.net': { TXT: ['v=spf1 ip4:127.0.0.0/24 -all'] },
    },
    'ok',
  ],
  ['a', { 'bounces.mail.example.org': { TXT: ['v=spf1 a:post.example.org -all'] } }, 'ok'],
  [
    'mx',
    { 'bounces.mail.example.org': { TXT: ['v=spf1 mx -all'], MX: ['10 post.example.org'] } },
    'ok',
  ],
  [
    'another address',
    { 'bounces.mail.example.org': { TXT: ['v=spf1 ip4:192.0.2.1 ~all'] } },
    'wrong',
  ],
  [
    'two records',
    { 'bounces.mail.example.org': { TXT: ['v=spf1 mx -all', 'v=spf1 a -all'] } },
    'wrong',
  ],
  ['a fault', { 'bounces.mail.example.org': { TXT: ['v=spf1 ip4:not-an-address -all'] } }, 'wrong'],
  [
    '11 look-ups',
    {
      'bounces.mail.example.org': {
        TXT: [
          `v=spf1 ${Array.from({ length: 11 }, () => 'a:other.example.org').join(' ')} a:post.example.org -all`,
        ],
      },
      'other.example.org': { A: ['192.0.2.9'] },
    },
    'wrong',
  ],
] as const)('SPF is evaluated as receivers do: %s', async (_, zone, state) => {
  await direct();
  await change({ localAddress: ADDRESS });
  dns.zones = { ...(await publish()), ...zone };
  await check();
  expect(await stateOf('spf')).toEqual([state]);
});

test('an address on a block list is told', async () => {
  await direct();
  await change({ localAddress: ADDRESS });
  dns.zones = { ...(await publish()), '25.0.0.127.bl.example.net': { A: ['127.0.0.2'] } };
  await check();
  expect(await stateOf('blocklist', `${ADDRESS} bl.example.net`)).toEqual(['wrong']);
});

test('addresses that the operator names stand in for a stream’s own', async () => {
  await direct();
  await publish();
  const asked = { organizationId, stream: 'marketing', actor: 'system' } as const;
  const checks = await checkStream({ ...deps, addresses: [ADDRESS] }, asked);
  expect(checks.filter(({ kind }) => kind === 'spf' || kind === 'ptr')).toMatchObject([
    { state: 'ok' },
    { state: 'ok', subject: ADDRESS },
  ]);
  const without = await checkStream(deps, asked);
  expect(without.find(({ kind }) => kind === 'ptr')).toMatchObject({ state: 'unknown' });
  expect(without.find(({ kind }) => kind === 'blocklist')).toBeUndefined();
});

test('a new key signs once its record is seen, and not before', async () => {
  await signingKeys(database, keys, 'mail.example.org');
  await publish();
  const added = await inTransaction(database, (tx) =>
    addKey(tx, keys, { kind: 'made', domain: 'mail.example.org', algorithm: 'rsa-sha256' }),
  );
  expect(added).toMatchObject({ kind: 'added', key: { selector: 'postern2', state: 'pending' } });
  const signing = async () =>
    (await signingKeys(database, keys, 'mail.example.org')).map(({ selector }) => selector);
  await check();
  expect(await signing()).toEqual(['postern1', 'postern1e']);
  expect(await stateOf('dkim', 'postern2')).toEqual(['missing']);
  await publish();
  await check();
  expect(await signing()).toEqual(['postern2', 'postern1e']);
  const old = (await listKeys(database, organizationId)).find((one) => one.selector === 'postern1');
  expect(old).toMatchObject({ state: 'retired', retiredAt: expect.any(Date) });
  const { rows } = await scratch.pool.query(
    'select action, actor from audit_entries where organization_id = $1',
    [organizationId],
  );
  expect(rows).toEqual([{ action: 'domain.key_switched', actor: 'system' }]);
  // it retired with its record: nobody asks for that any more
  await check();
  expect(await stateOf('dkim', 'postern1')).toEqual([]);
});

test('an own key that does not match the published record is told, and does not sign', async () => {
  const own = { kind: 'own', domain: 'mail.example.org', selector: 'old2020', pem: pem() } as const;
  const added = await inTransaction(database, (tx) => addKey(tx, keys, own));
  expect(added.kind).toBe('added');
  dns.zones = {
    ...(await publish()),
    'old2020._domainkey.mail.example.org': {
      TXT: [`v=DKIM1; p=${randomBytes(40).toString('base64')}`],
    },
  };
  const checks = await check();
  expect(checks.find(({ subject }) => subject === 'old2020')).toMatchObject({
    state: 'wrong',
    sentence: 'At old2020._domainkey.mail.example.org, another key is published.',
  });
  const [rsa] = await signingKeys(database, keys, 'mail.example.org');
  expect(rsa?.selector).toBe('postern1');
});

test('one key of an algorithm waits at a time, and a selector has one key', async () => {
  const add = (selector: string) =>
    inTransaction(database, (tx) =>
      addKey(tx, keys, { kind: 'own', domain: 'mail.example.org', selector, pem: pem() }),
    );
  expect(await add('postern1')).toMatchObject({
    kind: 'refused',
    sentence:
      'mail.example.org has a key with the selector postern1 already. Every key has one of its own.',
  });
  const first = await add('own1');
  expect(await add('own2')).toMatchObject({
    kind: 'refused',
    sentence: expect.stringContaining('own1'),
  });
  const id = first.kind === 'added' ? first.key.id : '';
  const drop = () => inTransaction(database, (tx) => dropPendingKey(tx, organizationId, id));
  expect(await drop()).toBe(true);
  expect(await drop()).toBe(false);
  expect(await add('own2')).toMatchObject({ kind: 'added' });
});

test('a key that signs cannot be dropped', async () => {
  await signingKeys(database, keys, 'mail.example.org');
  for (const { id } of await listKeys(database, organizationId)) {
    expect(await inTransaction(database, (tx) => dropPendingKey(tx, organizationId, id))).toBe(
      false,
    );
  }
});

test('what was found of another domain is forgotten when the stream moves', async () => {
  await publish();
  await check();
  await change({ replyTo: 'desk@example.org' });
  expect(await loadChecks(database, organizationId, 'marketing')).not.toEqual([]);
  await change({ domain: 'news.example.org' });
  expect(await loadChecks(database, organizationId, 'marketing')).toEqual([]);
  expect(await listKeys(database, organizationId, 'news.example.org')).toHaveLength(2);
});

test('every day both streams are asked about, but nothing of an organization in the sandbox', async () => {
  await sendBy({ kind: 'sandbox' });
  const before = dns.asked.length;
  const others = await database
    .updateTable('organizations')
    .set({ transport: JSON.stringify({ kind: 'sandbox' }) })
    .where('id', '!=', organizationId)
    .execute();
  expect(others).toBeTruthy();
  await checkAllStreams(deps);
  expect(dns.asked.length).toBe(before);
  await direct();
  await checkAllStreams(deps);
  for (const stream of ['marketing', 'transactional'] as const) {
    expect((await loadChecks(database, organizationId, stream)).length).toBeGreaterThan(0);
  }
});

const CLINIC = {
  postalAddress: '2 Hill Road',
  sender: {
    kind: 'provider',
    part2Program: false,
    noticeCoversUse: true,
    noticeCoversFundraising: true,
  },
  demonstration: false,
} as const;

const another = (fromAddress: string) =>
  inTransaction(database, (tx) =>
    createOrganization(tx, ring.within(tx), {
      ...CLINIC,
      name: 'Hillside',
      fromName: 'Hillside',
      fromAddress,
    }),
  );

const ownerOf = async (domain: string) =>
  (
    await database
      .selectFrom('sending_domains')
      .select('organization_id')
      .where('domain', '=', domain)
      .executeTakeFirst()
  )?.organization_id ?? null;

test('a domain belongs to who had it first: nobody else can take it, by any way', async () => {
  const sentence = /^mail\.example\.org belongs to another organization of this server\./;
  await expect(another('care@Mail.Example.org')).rejects.toThrow(sentence);
  const other = await another('care@hill.example.net');
  const theirs = await ring.of(other);
  const { version, stream: _, ...own } = await loadStream(database, other, 'marketing');
  const move = (to: Partial<StreamChange>) =>
    inTransaction(database, (tx) =>
      updateStream(tx, theirs, 'marketing', { ...own, ...to }, version),
    );
  await expect(move({ domain: 'mail.example.org' })).rejects.toThrow(sentence);
  await expect(move({ returnPathDomain: 'mail.example.org' })).rejects.toThrow(sentence);
  await expect(move({ domain: 'bounces.mail.example.org' })).rejects.toThrow(/belongs to another/);
  const organization = await getOrganization(database, other);
  const draft = { ...organization, fromAddress: 'care@mail.example.org' };
  await expect(
    inTransaction(database, (tx) => updateOrganization(tx, other, draft, organization.version)),
  ).rejects.toThrow(sentence);
  expect(await loadStream(database, other, 'marketing')).toMatchObject({ ...own, version });
  expect(await ownerOf('mail.example.org')).toBe(organizationId);
});

test('both streams of an organization share its domain, and one that none uses is free', async () => {
  await change({ domain: 'news.example.org', fromAddress: 'care@news.example.org' });
  expect(await ownerOf('news.example.org')).toBe(organizationId);
  // the other stream still has it
  expect(await ownerOf('mail.example.org')).toBe(organizationId);
  await change({ domain: 'mail.example.org', fromAddress: 'care@mail.example.org' });
  expect(await ownerOf('news.example.org')).toBeNull();
  const other = await another('care@news.example.org');
  expect(await ownerOf('news.example.org')).toBe(other);
});

test('of two that want a domain at once one gets it', async () => {
  const both = await Promise.allSettled(
    ['a', 'b'].map((name) => another(`${name}@wanted.example.net`)),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('who had a domain beside another before it had one owner keeps it, and inherits it', async () => {
  const other = await another('care@hill.example.net');
  const domain = { domain: 'mail.example.org' };
  await database.updateTable('streams').set(domain).where('organization_id', '=', other).execute();
  const theirs = await ring.of(other);
  const { version, stream: _, ...own } = await loadStream(database, other, 'marketing');
  const replyTo = 'desk@hill.example.net';
  const changed = await inTransaction(database, (tx) =>
    updateStream(tx, theirs, 'marketing', { ...own, replyTo }, version),
  );
  expect(changed.kind).toBe('updated');
  expect(await ownerOf('mail.example.org')).toBe(organizationId);
  const organization = await getOrganization(database, organizationId);
  const draft = { ...organization, fromAddress: 'care@elsewhere.example.org' };
  await inTransaction(database, (tx) => updateOrganization(tx, organizationId, draft, 1));
  expect(await ownerOf('mail.example.org')).toBe(other);
});
