import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DnsServer, startDnsServer, type Zone } from '../../../../tests/support/dns-server.ts';
import { type DestinationsOptions, openDestinations } from './destinations.ts';
import type { Routing } from './route.ts';
import type { StsBook } from './sts-book.ts';

/** Nobody here has a policy of MTA-STS; those are in sts.db.test.ts. */
const noPolicies: StsBook = {
  read: async () => null,
  keep: async () => {},
  failed: async (_domain, _id, at) => at,
};

const DIGEST = createHash('sha256').update('key').digest('hex');
const MX1 = '198.51.100.1';
const MX2 = '198.51.100.2';
const V6 = '2001:db8::1';

let dns: DnsServer;
let now: Date;
const open: { close(): void }[] = [];

beforeEach(async () => {
  dns = await startDnsServer();
  now = new Date('2026-03-01T12:00:00Z');
});
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await dns.close();
});

function destinations(over: Partial<DestinationsOptions> = {}) {
  const made = openDestinations({
    resolver: null,
    servers: [dns.address],
    policies: noPolicies,
    name: 'out.postern.test',
    now: () => now,
    chance: () => 0,
    ipv6: () => true,
    patience: 150,
    tries: 2,
    ...over,
  });
  open.push(made);
  return made.routeOf;
}

/** 'host address' of every server in order, or the kind and code of a way that leads nowhere. */
function told(routing: Routing): readonly string[] | string {
  if (routing.kind !== 'route') return `${routing.kind} ${routing.code}`;
  return routing.route.servers.map(({ host, address }) => `${host} ${address}`);
}

async function route(zones: Record<string, Zone>, over: Partial<DestinationsOptions> = {}) {
  dns.zones = zones;
  return told(await destinations(over)('example.net'));
}

const mx1 = { 'mx1.example.net': { A: [MX1] } };
const mx2 = { 'mx2.example.net': { A: [MX2] } };

describe('the mail servers of a domain', () => {
  const both = { ...mx1, ...mx2 };
  it.each<[string, Record<string, Zone>, readonly string[] | string]>([
    [
      'come by preference, whatever their order',
      { 'example.net': { MX: ['20 mx2.example.net', '5 mx1.example.net'] }, ...both },
      [`mx1.example.net ${MX1}`, `mx2.example.net ${MX2}`],
    ],
    [
      'are the domain itself where it names none',
      { 'example.net': { A: [MX1] } },
      [`example.net ${MX1}`],
    ],
    ['are none with a null MX', { 'example.net': { A: [MX1], MX: ['0 .'] } }, 'none null_mx'],
    [
      'are the others where a null MX is not alone',
      { 'example.net': { MX: ['0 .', '10 mx1.example.net'] }, ...both },
      [`mx1.example.net ${MX1}`],
    ],
    ['are none where the domain does not exist', {}, 'none no_such_domain'],
    [
      'are none where the domain has no address either',
      { 'example.net': { TXT: ['x'] } },
      'none no_mail_host',
    ],
    [
      'are none where the servers do not exist',
      { 'example.net': { MX: ['10 gone.example.net'] } },
      'none no_mail_host',
    ],
    [
      'are those that have an address',
      { 'example.net': { MX: ['5 gone.example.net', '10 mx1.example.net'] }, ...both },
      [`mx1.example.net ${MX1}`],
    ],
    [
      'are not IP addresses and not what is no name',
      { 'example.net': { MX: [`5 ${MX2}`, '6 mx_.-.example.net', '10 mx1.example.net'] }, ...both },
      [`mx1.example.net ${MX1}`],
    ],
    [
      'are none where all are IP addresses',
      { 'example.net': { MX: [`5 ${MX2}`] } },
      'none no_mail_host',
    ],
    [
      'are found behind an alias',
      {
        'example.net': { MX: ['10 alias.example.net'] },
        'alias.example.net': { CNAME: 'mx1.example.net' },
        ...both,
      },
      [`alias.example.net ${MX1}`],
    ],
    [
      'are found where the domain is an alias',
      {
        'example.net': { CNAME: 'example.org' },
        'example.org': { MX: ['10 mx1.example.net'] },
        ...both,
      },
      [`mx1.example.net ${MX1}`],
    ],
  ])('%s', async (_rule, zones, expected) => {
    expect(await route(zones)).toEqual(expected);
  });

  it('of one preference come in the order of chance', async () => {
    const zones = { 'example.net': { MX: ['10 mx1.example.net', '10 mx2.example.net'] }, ...both };
    const [one, other] = [`mx1.example.net ${MX1}`, `mx2.example.net ${MX2}`];
    expect(await route(zones, { chance: () => 0.99 })).toEqual([one, other]);
    expect(await route(zones, { chance: () => 0 })).toEqual([other, one]);
  });

  it('are eight addresses at most', async () => {
    const A = Array.from({ length: 20 }, (_, at) => `198.51.100.${at + 1}`);
    expect(await route({ 'example.net': { A } })).toHaveLength(8);
  });

  it('name the site, those without an address too', async () => {
    dns.zones = { 'example.net': { MX: ['10 mx1.example.net', '20 mx2.example.net'] }, ...mx1 };
    const found = await destinations()('Example.NET.');
    expect(found).toMatchObject({ route: { site: '(mx1.|mx2.)example.net' } });
  });

  it.each(['', '[192.0.2.1]', '192.0.2.1', 'exam ple.net', 'bücher.example'])(
    'are none for %j, and nobody is asked',
    async (domain) => {
      expect(told(await destinations()(domain))).toBe('none invalid_domain');
      expect(dns.asked).toEqual([]);
    },
  );
});

describe('mail to ourselves', () => {
  const own = { ownHosts: () => Promise.resolve(['mx2.example.net']) };
  const zones = (...MX: string[]) => ({ 'example.net': { MX }, ...mx1, ...mx2 });

  it('goes to the servers that are preferred to us, and to no other', async () => {
    const found = await route(
      zones('10 mx1.example.net', '20 mx2.example.net', '20 mx3.example.net'),
      own,
    );
    expect(found).toEqual([`mx1.example.net ${MX1}`]);
  });

  it('ends where none is', async () => {
    expect(await route(zones('20 mx1.example.net', '10 MX2.Example.net'), own)).toBe(
      'none mail_loop',
    );
    expect(await route({ 'example.net': { A: [MX1] } }, { name: 'example.net' })).toBe(
      'none mail_loop',
    );
  });

  it('waits while nobody can say which servers are ours', async () => {
    const away = { ownHosts: () => Promise.reject(new Error('The database is away.')) };
    expect(await route(zones('10 mx1.example.net'), away)).toBe('unknown look_up_broken');
  });
});

describe('addresses', () => {
  const zone = { 'example.net': { A: [MX1], AAAA: [V6] } };

  it('are tried IPv6 first where this machine has it, and not at all where it has not', async () => {
    expect(await route(zone)).toEqual([`example.net ${V6}`, `example.net ${MX1}`]);
    expect(await route(zone, { ipv6: () => false })).toEqual([`example.net ${MX1}`]);
  });

  it('that are IPv6 alone wait where this machine has none', async () => {
    const found = await route({ 'example.net': { AAAA: [V6] } }, { ipv6: () => false });
    expect(found).toBe('unknown only_ipv6');
  });

  it.each(['127.0.0.1', '10.0.0.1', '192.168.1.1', '169.254.169.254', '224.0.0.1', '0.0.0.0'])(
    '%s is not dialled',
    async (address) => {
      const MX = ['10 inside.example.net', '20 mx1.example.net'];
      const inside = {
        'inside.example.net': { A: [address], AAAA: ['::1', 'fe80::1', 'fd00::1'] },
      };
      const all = { 'example.net': { MX }, ...inside, ...mx1 };
      expect(await route(all)).toEqual([`mx1.example.net ${MX1}`]);
      expect(await route({ 'example.net': { A: [address] } })).toBe('forbidden private_address');
      const lab = await route({ 'example.net': { A: [address] } }, { allowPrivate: true });
      expect(lab).toEqual([`example.net ${address}`]);
    },
  );

  it('of one family are enough where the other cannot be looked up', async () => {
    dns.misdeeds = { 'AAAA example.net': 'servfail' };
    expect(await route(zone)).toEqual([`example.net ${MX1}`]);
  });
});

describe('a look-up that fails', () => {
  const whole = {
    'example.net': { MX: ['10 mx1.example.net', '20 mx2.example.net'] },
    ...mx1,
    ...mx2,
  };

  it.each([
    ['servfail', 'unknown dns_servfail'],
    ['refused', 'unknown dns_refused'],
    ['notimp', 'unknown dns_malformed'],
    ['badvers', 'unknown dns_malformed'],
    ['garbage', 'unknown dns_malformed'],
    ['referral', 'unknown dns_lame'],
    ['silence', 'unknown dns_timeout'],
    ['wrong-id', 'unknown dns_timeout'],
    ['wrong-question', 'unknown dns_timeout'],
    ['truncate-and-silence', 'unknown dns_timeout'],
  ] as const)('by %s is no answer: %s', async (misdeed, expected) => {
    dns.misdeeds = { 'MX example.net': misdeed };
    expect(await route(whole)).toBe(expected);
    dns.misdeeds = { 'mx1.example.net': misdeed, 'mx2.example.net': misdeed };
    expect(await route(whole)).toBe(expected);
  });

  it('of one server leaves the others', async () => {
    dns.misdeeds = { 'mx1.example.net': 'servfail' };
    expect(await route(whole)).toEqual([`mx2.example.net ${MX2}`]);
  });

  it('is no answer where no name server is there', async () => {
    const servers = ['127.0.0.1:9'];
    expect(await route(whole, { servers })).toBe('unknown dns_unreachable');
  });

  it('is put to the next name server', async () => {
    const bad = await startDnsServer();
    bad.misdeeds = { '*': 'servfail' };
    const servers = [bad.address, dns.address];
    expect(await route(whole, { servers })).toHaveLength(2);
    await bad.close();
  });

  it('is put again, and is an answer then', async () => {
    dns.misdeeds = { 'MX example.net': 'silence' };
    dns.zones = whole;
    const found = destinations()('example.net');
    await new Promise((resolve) => setTimeout(resolve, 50));
    dns.misdeeds = {};
    expect(told(await found)).toHaveLength(2);
    expect(dns.asked.filter((asked) => asked === 'MX example.net')).toHaveLength(2);
  });

  it('ends at once when the room is closed', async () => {
    dns.misdeeds = { '*': 'silence' };
    const room = openDestinations({
      resolver: dns.address,
      policies: noPolicies,
      name: 'out.postern.test',
      now: () => now,
      chance: () => 0,
      patience: 600_000,
    });
    const found = room.routeOf('example.net');
    setTimeout(() => room.close(), 20);
    expect(told(await found)).toBe('unknown dns_unreachable');
  });

  it('is unknown too when the policies cannot be read', async () => {
    const policies = { ...noPolicies, read: () => Promise.reject(new Error('away')) };
    expect(await route(whole, { policies })).toBe('unknown look_up_broken');
  });
});

describe('an answer', () => {
  const zones = { 'example.net': { MX: ['10 mx1.example.net'] }, ...mx1 };
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000);
  };

  it('that does not fit a packet comes over TCP', async () => {
    dns.misdeeds = { '*': 'truncate' };
    expect(await route(zones)).toEqual([`mx1.example.net ${MX1}`]);
    expect(dns.asked).toContain('MX example.net tcp');
  });

  it.each([
    ['holds for its TTL', 300, 299, 301],
    ['holds for half a minute at least', 0, 29, 31],
    ['holds for an hour at most', 1_000_000, 3599, 3601],
  ])('%s', async (_rule, ttl, within, beyond) => {
    dns.ttl = ttl;
    // the AAAA and the TXT that there are not
    dns.negativeTtl = 1_000_000;
    dns.zones = zones;
    const routeOf = destinations();
    await routeOf('example.net');
    const asked = dns.asked.length;
    later(within);
    await routeOf('example.net');
    expect(dns.asked).toHaveLength(asked);
    later(beyond - within);
    await routeOf('example.net');
    expect(dns.asked.length).toBeGreaterThan(asked);
  });

  it('that there is none holds for the minimum of the SOA', async () => {
    dns.negativeTtl = 120;
    const routeOf = destinations();
    expect(told(await routeOf('example.net'))).toBe('none no_such_domain');
    dns.zones = zones;
    later(119);
    expect(told(await routeOf('example.net'))).toBe('none no_such_domain');
    later(2);
    expect(told(await routeOf('example.net'))).toEqual([`mx1.example.net ${MX1}`]);
  });

  it('is asked for once by many, and kept for the domains that share it', async () => {
    dns.zones = { ...zones, 'example.org': { MX: ['10 mx1.example.net'] } };
    const routeOf = destinations();
    await Promise.all(Array.from({ length: 20 }, () => routeOf('example.net')));
    await routeOf('example.org');
    const count = (asked: string) => dns.asked.filter((one) => one === asked).length;
    expect([count('MX example.net'), count('A mx1.example.net')]).toEqual([1, 1]);
  });
});

describe('DANE', () => {
  const TLSA = '_25._tcp.mx1.example.net';
  const secure = { 'example.net': { MX: ['10 mx1.example.net'] }, ...mx1 };
  const good = `3 1 1 ${DIGEST}`;
  const trustWith = async (records: readonly string[] | null, named = true) => {
    dns.zones = records === null ? secure : { ...secure, [TLSA]: { TLSA: records } };
    const found = await destinations(named ? { resolver: dns.address } : {})('example.net');
    return found.kind === 'route' ? found.route.servers[0]?.trust : told(found);
  };
  beforeEach(() => {
    dns.authentic = true;
  });

  it('demands what the records say, under the name that has them', async () => {
    const record = { usage: 3, selector: 1, matching: 1, data: Buffer.from(DIGEST, 'hex') };
    expect(await trustWith([good])).toEqual({ kind: 'dane', records: [record] });
    const found = await destinations({ resolver: dns.address })('example.net');
    expect(found).toMatchObject({ route: { servers: [{ servername: 'mx1.example.net' }] } });
  });

  it('keeps the usable ones of several', async () => {
    const trust = await trustWith([`1 1 1 ${DIGEST}`, `2 0 1 ${DIGEST}`, '3 1 1 00ff']);
    expect(trust).toMatchObject({ kind: 'dane', records: [{ usage: 2, selector: 0 }] });
  });

  it.each([
    ['there is no record', null],
    ['the usage is one of the web', [`0 1 1 ${DIGEST}`, `1 1 1 ${DIGEST}`]],
    ['the digest is too short', ['3 1 1 00ff']],
    ['the matching is not known', [`3 1 9 ${DIGEST}`]],
    ['the selector is not known', [`3 7 1 ${DIGEST}`]],
  ])('is not there where %s', async (_rule, records) => {
    expect(await trustWith(records)).toEqual({ kind: 'noted' });
  });

  it.each(['MX example.net', 'A mx1.example.net', `TLSA ${TLSA}`])(
    'is not there where nobody vouches for %s',
    async (insecure) => {
      dns.authentic = (name, type) => `${type} ${name}` !== insecure;
      expect(await trustWith([good])).toEqual({ kind: 'noted' });
    },
  );

  it('does not ask for records where nobody vouches for the addresses', async () => {
    dns.authentic = (_name, type) => type === 'MX';
    await trustWith([good]);
    expect(dns.asked).not.toContain(`TLSA ${TLSA}`);
  });

  it.each(['servfail', 'silence', 'garbage'] as const)(
    'waits where the records cannot be looked up: %s',
    async (misdeed) => {
      dns.misdeeds = { [TLSA]: misdeed };
      expect(await trustWith([good])).toBe('unknown tlsa_unknown');
    },
  );

  it('leaves a server whose records cannot be looked up, for another', async () => {
    dns.zones = {
      'example.net': { MX: ['10 mx1.example.net', '20 mx2.example.net'] },
      ...mx1,
      ...mx2,
    };
    dns.misdeeds = { [TLSA]: 'servfail' };
    const found = told(await destinations({ resolver: dns.address })('example.net'));
    expect(found).toEqual([`mx2.example.net ${MX2}`]);
  });

  it('is off where no resolver was named, whatever the flag says', async () => {
    expect(await trustWith([good], false)).toEqual({ kind: 'noted' });
    expect(dns.asked.some((asked) => asked.startsWith('TLSA'))).toBe(false);
  });

  it('looks at the end of an alias first, and then at its beginning', async () => {
    dns.zones = {
      'example.net': { MX: ['10 alias.example.net'] },
      'alias.example.net': { CNAME: 'mx1.example.net' },
      '_25._tcp.alias.example.net': { TLSA: [good] },
      ...mx1,
    };
    const found = await destinations({ resolver: dns.address })('example.net');
    expect(found).toMatchObject({
      route: { servers: [{ servername: 'alias.example.net', trust: { kind: 'dane' } }] },
    });
    const asked = dns.asked.filter((one) => one.startsWith('TLSA'));
    expect(asked).toEqual([`TLSA ${TLSA}`, 'TLSA _25._tcp.alias.example.net']);
  });
});
