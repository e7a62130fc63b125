import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type DnsServer, startDnsServer } from '../../../../tests/support/dns-server.ts';
import {
  type PolicyServer,
  policyText,
  startPolicyServer,
} from '../../../../tests/support/policy-server.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { type DestinationsOptions, openDestinations } from './destinations.ts';
import { stsBook } from './sts-book.ts';

const RECORD = '_mta-sts.example.net';
const POLICY_HOST = 'mta-sts.example.net';
const REQUIRED = { kind: 'required', as: 'mta_sts' };
const NOTED = { kind: 'noted' };

let test: TestDatabase;
let database: Database;
let dns: DnsServer;
let web: PolicyServer;
let now: Date;
const open: { close(): void }[] = [];

beforeAll(async () => {
  test = await testDatabase();
  database = openDatabase(test.url, () => {}).database;
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

beforeEach(async () => {
  await database.deleteFrom('sts_policies').execute();
  dns = await startDnsServer({
    'example.net': { MX: ['10 mx1.example.net', '20 mx2.example.net'] },
    'mx1.example.net': { A: ['198.51.100.1'] },
    'mx2.example.net': { A: ['198.51.100.2'] },
    [RECORD]: { TXT: ['v=STSv1; id=1;'] },
    [POLICY_HOST]: { A: ['127.0.0.1'] },
  });
  web = await startPolicyServer(POLICY_HOST);
  web.policy = policyText('enforce', ['mx1.example.net']);
  now = new Date();
});
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await web.close();
  await dns.close();
});

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

/** A process of its own: it remembers nothing but what is in the database. */
function destinations(over: Partial<DestinationsOptions> = {}) {
  const made = openDestinations({
    resolver: null,
    servers: [dns.address],
    policies: stsBook(database),
    name: 'out.postern.test',
    now: () => now,
    chance: () => 0,
    ipv6: () => false,
    patience: 150,
    tries: 2,
    allowPrivate: true,
    policyPort: web.port,
    policyPatience: 1000,
    authority: web.authority,
    ...over,
  });
  open.push(made);
  return made.routeOf;
}

/** Whom to trust, by host; or the kind and code of a way that leads nowhere. */
async function trusts(over: Partial<DestinationsOptions> = {}) {
  const found = await destinations(over)('example.net');
  if (found.kind !== 'route') return `${found.kind} ${found.code}`;
  return Object.fromEntries(found.route.servers.map(({ host, trust }) => [host, trust]));
}

const both = (trust: unknown) => ({ 'mx1.example.net': trust, 'mx2.example.net': trust });

describe('a policy of MTA-STS', () => {
  it('in enforce leaves the servers that it names, and their certificates have to verify', async () => {
    expect(await trusts()).toEqual({ 'mx1.example.net': REQUIRED });
    expect(web.asked).toEqual([`${POLICY_HOST} /.well-known/mta-sts.txt`]);
    web.policy = policyText('enforce', ['*.example.net']);
    dns.zones[RECORD] = { TXT: ['v=STSv1; id=2;'] };
    expect(await trusts()).toEqual(both(REQUIRED));
  });

  it('in enforce that names none of them forbids the way, for now', async () => {
    web.policy = policyText('enforce', ['mx.example.org']);
    expect(await trusts()).toBe('forbidden sts_no_match');
  });

  it('in testing is noted, and demands nothing', async () => {
    web.policy = policyText('testing', ['mx1.example.net']);
    expect(await trusts()).toEqual(both(NOTED));
    const found = await destinations()('example.net');
    expect(found).toMatchObject({ route: { sts: { mode: 'testing', mx: ['mx1.example.net'] } } });
  });

  it('of mode none is none', async () => {
    web.policy = policyText('none', []);
    expect(await trusts()).toEqual(both(NOTED));
    expect(await destinations()('example.net')).not.toHaveProperty('route.sts');
  });

  it('is fetched once for all processes, until its id changes', async () => {
    await trusts();
    await trusts();
    expect(web.asked).toHaveLength(1);
    dns.zones[RECORD] = { TXT: ['v=STSv1; id=2;'] };
    web.policy = policyText('testing', ['mx1.example.net']);
    expect(await trusts()).toEqual(both(NOTED));
    expect(web.asked).toHaveLength(2);
  });

  it('is renewed when half its life is over', async () => {
    await trusts();
    later(86_400 / 2 + 1);
    await trusts();
    expect(web.asked).toHaveLength(2);
  });

  it('is looked for no further without a record, or with more than one', async () => {
    for (const zone of [undefined, { TXT: ['v=STSv1; id=1;', 'v=STSv1; id=2;'] }, { TXT: ['x'] }]) {
      if (zone === undefined) delete dns.zones[RECORD];
      else dns.zones[RECORD] = zone;
      expect(await trusts()).toEqual(both(NOTED));
    }
    expect(web.asked).toEqual([]);
  });
});

describe('a policy that is known', () => {
  beforeEach(async () => {
    await trusts();
  });

  it.each<[string, () => void]>([
    ['the record is gone', () => delete dns.zones[RECORD]],
    [
      'the record cannot be looked up',
      () => {
        dns.misdeeds = { [RECORD]: 'servfail' };
      },
    ],
    [
      'the next one is not there',
      () => {
        dns.zones[RECORD] = { TXT: ['v=STSv1; id=2;'] };
        web.policy = null;
      },
    ],
    [
      'the next one cannot be read',
      () => {
        dns.zones[RECORD] = { TXT: ['v=STSv1; id=2;'] };
        web.policy = 'mode: none';
      },
    ],
  ])('applies until it expires, when %s', async (_rule, change) => {
    change();
    later(86_000);
    expect(await trusts()).toEqual({ 'mx1.example.net': REQUIRED });
    later(1000);
    expect(await trusts()).not.toEqual({ 'mx1.example.net': REQUIRED });
  });

  it('does not outlive itself in memory', async () => {
    dns.ttl = 3600;
    web.policy = policyText('enforce', ['mx1.example.net'], 60);
    dns.zones[RECORD] = { TXT: ['v=STSv1; id=2;'] };
    const routeOf = destinations();
    await routeOf('example.net');
    const asked = web.asked.length;
    later(61);
    await routeOf('example.net');
    expect(web.asked.length).toBeGreaterThan(asked);
  });
});

describe('a policy that nobody knows', () => {
  it('holds the mail where its record cannot be looked up', async () => {
    dns.misdeeds = { [RECORD]: 'servfail' };
    expect(await trusts()).toBe('unknown sts_unknown');
  });

  const fetchFails = 'unknown sts-policy-fetch-error';
  it.each<[string, string, () => void]>([
    ['is not there', fetchFails, () => void (web.policy = null)],
    [
      'is somewhere else',
      fetchFails,
      () => {
        web.status = 302;
        web.headers = {
          'content-type': 'text/plain',
          location: `https://127.0.0.1:${web.port}/policy`,
        };
      },
    ],
    ['is a page', fetchFails, () => void (web.headers = { 'content-type': 'text/html' })],
    [
      'is too long',
      fetchFails,
      () =>
        void (web.policy = `${policyText('enforce', ['mx1.example.net'])}${'x: y\n'.repeat(20_000)}`),
    ],
    ['does not come', fetchFails, () => void (web.silent = true)],
    ['has no host', fetchFails, () => void delete dns.zones[POLICY_HOST]],
    ['cannot be read', 'unknown sts-policy-invalid', () => void (web.policy = 'mode: enforce')],
  ])('holds the mail where it %s', async (_rule, expected, change) => {
    change();
    expect(await trusts()).toBe(expected);
  });

  it('is fetched only over a certificate that verifies, of this name, in its time', async () => {
    const expired = await startPolicyServer(POLICY_HOST, new Date(Date.now() - 1000));
    const other = await startPolicyServer('mta-sts.example.org');
    for (const server of [expired, other]) {
      server.policy = web.policy;
      const over = { policyPort: server.port, authority: server.authority };
      expect(await trusts(over)).toBe('unknown sts-webpki-invalid');
      await server.close();
    }
    const { authority } = await startedAndClosed();
    expect(await trusts({ authority })).toBe('unknown sts-webpki-invalid');
  });

  it('is not fetched from a private address', async () => {
    expect(await trusts({ allowPrivate: false })).toBe(fetchFails);
    expect(web.asked).toEqual([]);
  });

  it('holds the mail for the grace alone, also across restarts, and is told to the figures', async () => {
    web.policy = null;
    expect(await trusts({ stsGrace: 3_600_000 })).toBe(fetchFails);
    later(3000);
    expect(await trusts({ stsGrace: 3_600_000 })).toBe(fetchFails);
    later(700);
    expect(await trusts({ stsGrace: 3_600_000 })).toEqual(both(NOTED));
    const found = await destinations({ stsGrace: 3_600_000 })('example.net');
    const sts = { mode: 'failed', result: 'sts-policy-fetch-error' };
    expect(found).toMatchObject({ route: { sts } });
  });

  it('has a grace of its own where another could not be fetched before', async () => {
    web.policy = null;
    await trusts();
    later(4000);
    expect(await trusts()).toEqual(both(NOTED));
    dns.zones[RECORD] = { TXT: ['v=STSv1; id=2;'] };
    expect(await trusts()).toBe(fetchFails);
  });

  it('has its grace anew after it could be fetched', async () => {
    web.policy = null;
    await trusts();
    later(100);
    web.policy = policyText('enforce', ['mx1.example.net'], 60);
    await trusts();
    later(4000);
    web.policy = null;
    expect(await trusts()).toBe(fetchFails);
  });
});

describe('DANE and MTA-STS', () => {
  it('DANE goes before MTA-STS, host by host', async () => {
    const digest = createHash('sha256').update('key').digest('hex');
    dns.zones['_25._tcp.mx2.example.net'] = { TLSA: [`3 1 1 ${digest}`] };
    dns.authentic = true;
    expect(await trusts({ resolver: dns.address })).toMatchObject({
      'mx1.example.net': REQUIRED,
      'mx2.example.net': { kind: 'dane' },
    });
    // where a record speaks for every host, nobody asks for the policy
    dns.zones['_25._tcp.mx1.example.net'] = { TLSA: [`3 1 1 ${digest}`] };
    dns.misdeeds = { [RECORD]: 'servfail' };
    expect(await trusts({ resolver: dns.address })).toMatchObject(both({ kind: 'dane' }));
  });
});

/** An authority that signed something else. */
async function startedAndClosed() {
  const server = await startPolicyServer(POLICY_HOST);
  await server.close();
  return server;
}
