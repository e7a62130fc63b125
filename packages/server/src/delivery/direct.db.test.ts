import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type DnsServer, startDnsServer } from '../../../../tests/support/dns-server.ts';
import {
  type MailSink,
  type SinkOptions,
  startMailSink,
} from '../../../../tests/support/mail-sink.ts';
import {
  type PolicyServer,
  policyText,
  startPolicyServer,
} from '../../../../tests/support/policy-server.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { recordConsent, sealEvidence, suppressedAmong } from '../consent/index.ts';
import { inTransaction } from '../database/index.ts';
import { type DestinationsOptions, openDestinations, stsBook } from '../destinations/index.ts';
import { depositMessage, noticeFor } from '../portal/index.ts';
import { openMessage } from '../portal/message-content.ts';
import { deliverNotice } from './deliver-notice.ts';
import { dispatchOnce } from './dispatcher.ts';
import type { PickUp } from './pick-up.ts';

const PUBLIC_URL = 'https://mail.example.org';
/** The clinic’s own words, which nothing but an encrypted message may hold. */
const SECRET = /Dear|see us soon|Visit|Riverside|Hello|Zo(ë|=C3=AB)|given_name/;
const RESULT = {
  stream: 'transactional',
  communication: { commercial: false, category: 'treatment', encouragesPurchaseOrUse: false },
} as const;

let db: TestDatabase;
let world: SendingWorld;
let dns: DnsServer;
let sink: MailSink;
let web: PolicyServer | undefined;
const open: { close(): void }[] = [];
let domains = 0;
let domain = '';

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  await world.useDirect();
});
afterAll(async () => {
  await world.close();
  await db.drop();
});
beforeEach(async () => {
  // a domain of its own for each test: what is learnt of one lasts
  domain = `clinic${domains++}.test`;
  dns = await startDnsServer({
    [domain]: { MX: [`10 mx.${domain}`] },
    [`mx.${domain}`]: { A: ['127.0.0.1'] },
  });
});
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await sink.close();
  await web?.close();
  web = undefined;
  await dns.close();
});

async function sinkWith(options: SinkOptions = {}): Promise<void> {
  sink = await startMailSink({ name: `mx.${domain}`, address: '127.0.0.1', ...options });
}

/** The domain announces an MTA-STS policy that is enforced. */
async function enforce(mx: readonly string[] = [`mx.${domain}`]): Promise<PolicyServer> {
  const host = `mta-sts.${domain}`;
  web = await startPolicyServer(host);
  web.policy = policyText('enforce', mx);
  dns.zones[`_mta-sts.${domain}`] = { TXT: ['v=STSv1; id=1;'] };
  dns.zones[host] = { A: ['127.0.0.1'] };
  return web;
}

const pickUp: PickUp = {
  async leave({ organization, contactId, campaign, rendered, keys }) {
    const { portal, id: organizationId } = organization;
    const ids = { organizationId, campaignId: campaign.id, contactId };
    const { days, senderName: fromName, noticeInClear: inClear } = portal;
    const deposit = { ...ids, rendered, now: new Date(), days };
    const { token } = await depositMessage(world.database, keys, deposit);
    return { ...noticeFor(portal, PUBLIC_URL, token), fromName, inClear };
  },
};

/** What sending stands on, in a process that has looked nothing up yet. */
function deps(over: Partial<DestinationsOptions> = {}) {
  const destinations = openDestinations({
    resolver: null,
    servers: [dns.address],
    policies: stsBook(world.database),
    name: 'mail.example.org',
    now: () => new Date(),
    chance: () => 0,
    ipv6: () => false,
    patience: 150,
    tries: 2,
    allowPrivate: true,
    port: sink.port,
    ...(web !== undefined && { policyPort: web.port, authority: web.authority }),
    ...over,
  });
  open.push(destinations);
  const { routeOf } = destinations;
  // who is deferred is due again at once, also for want of TLS
  return world.deps({ routeOf, pickUp, publicUrl: PUBLIC_URL, retrySeconds: 0.000_01 });
}

const people = (count: number, address = `zoe@${domain}`) =>
  world.addContacts(count, { given_name: 'Zoë', email: address });
/** A campaign to one person of the domain. */
const launch = async (over?: Parameters<SendingWorld['launch']>[1], address?: string) =>
  world.launch(await people(1, address), over);
async function rowOf(campaign: string) {
  const [row, ...others] = await world.rows(campaign);
  if (row === undefined || others.length > 0) throw new Error('Expected one row.');
  return row;
}
/** Why the person of the domain is written to no more. */
const ended = async () =>
  (await suppressedAmong(world.database, world.keys, [`zoe@${domain}`])).get(`zoe@${domain}`);
const tlsFigures = () =>
  world.database
    .selectFrom('tls_results')
    .select(['policy_type', 'mx_host', 'result_type', 'count'])
    .where('policy_domain', '=', domain)
    .execute();
const inPortal = async (campaign: string) => {
  const kept = await world.database
    .selectFrom('portal_messages')
    .selectAll()
    .where('campaign_id', '=', campaign)
    .execute();
  return kept.flatMap(({ id, sealed }) =>
    sealed === null ? [] : [openMessage(world.keys, id, sealed)],
  );
};
const NO_STARTTLS = { server: { disabledCommands: ['STARTTLS'], hideSTARTTLS: true } };

describe('mail to the recipients’ own servers', () => {
  it('goes where the MX records lead, over TLS, and the way is recorded with each send', async () => {
    await sinkWith();
    const campaign = await world.launch(await people(3));
    await dispatchOnce(deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 3 });
    expect(sink.ledger).toHaveLength(3);
    expect(sink.ledger.every((one) => one.secure)).toBe(true);
    for (const row of await world.rows(campaign)) {
      expect(row).toMatchObject({
        site: `mx.${domain}`,
        host: `mx.${domain}`,
        peer: '127.0.0.1',
        // a certificate of nobody known, and no policy that asks for more
        tls_verified: 'unverified',
        smtp_code: 250,
        way: null,
      });
      expect(row.tls_protocol).toMatch(/^TLSv1\.[23]$/);
      expect(row.tls_cipher).not.toBe('');
    }
    const [figure, ...others] = await tlsFigures();
    expect(others).toEqual([]);
    expect(figure).toMatchObject({ policy_type: 'no-policy-found', result_type: 'success' });
  });

  it('goes to the next server where the first is not there', async () => {
    await sinkWith();
    dns.zones[domain] = { MX: [`5 gone.${domain}`, `10 mx.${domain}`] };
    dns.zones[`gone.${domain}`] = { A: ['127.0.0.9'] };
    const campaign = await launch();
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted', host: `mx.${domain}` });
  });

  it('waits for a server that is not there, and is not counted as without TLS', async () => {
    await sinkWith();
    dns.zones[`mx.${domain}`] = { A: ['127.0.0.9'] };
    const campaign = await launch();
    for (let attempt = 1; attempt <= 4; attempt++) {
      await dispatchOnce(deps());
      const deferred = { state: 'deferred', deferrals: attempt, reply: 'ECONNREFUSED' };
      expect(await rowOf(campaign)).toMatchObject(deferred);
    }
    dns.zones[`mx.${domain}`] = { A: ['127.0.0.1'] };
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted' });
    expect((await world.campaign(campaign)).state).toBe('done');
  });

  it('is one message to each: a domain without a way holds up no other', async () => {
    await sinkWith();
    const [lost = ''] = await people(1, `ann@no.${domain}`);
    const others = await people(4);
    const campaign = await world.launch([lost, ...others]);
    await dispatchOnce(deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 4, failed: 1 });
    expect((await world.campaign(campaign)).held_reason).toBeNull();
  });

  it('is held where this process cannot look servers up', async () => {
    await sinkWith();
    const campaign = await launch();
    await dispatchOnce({ ...deps(), routeOf: null });
    expect(await rowOf(campaign)).toMatchObject({ state: 'queued' });
    expect((await world.campaign(campaign)).held_reason).toMatch(/cannot look up mail servers/);
    await world.database
      .updateTable('campaigns')
      .set({ held_until: new Date(0) })
      .execute();
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted' });
  });
});

describe('a domain that takes no mail', () => {
  it.each([
    ['says so (null MX)', { MX: ['0 .'] }, 'null_mx', /takes no mail \(null MX, RFC 7505\)/],
    ['does not exist', undefined, 'no_such_domain', /does not exist/],
    ['names no server that exists', { MX: ['10 nowhere.test'] }, 'no_mail_host', /has an address/],
  ] as const)('for it %s: it fails for good, with a sentence', async (_, zone, code, says) => {
    await sinkWith();
    dns.zones = zone === undefined ? {} : { [domain]: zone };
    const campaign = await launch();
    await dispatchOnce(deps());
    const row = await rowOf(campaign);
    expect(row).toMatchObject({ state: 'failed', code, verdict: 'permit' });
    expect(row.reason).toMatch(says);
    expect((await world.campaign(campaign)).state).toBe('done');
    expect(sink.ledger).toEqual([]);
  });
});

describe('a look-up that fails', () => {
  it.each([
    ['servfail', 'dns_servfail'],
    ['refused', 'dns_refused'],
    ['silence', 'dns_timeout'],
    ['garbage', 'dns_malformed'],
  ] as const)(
    'by %s is no answer: it is deferred with its reason, and goes out when it can be looked up',
    async (misdeed, reply) => {
      await sinkWith();
      const campaign = await launch();
      dns.misdeeds = { '*': misdeed };
      await dispatchOnce(deps());
      expect(await rowOf(campaign)).toMatchObject({ state: 'deferred', deferrals: 1, reply });
      dns.misdeeds = {};
      await dispatchOnce(deps());
      expect(await rowOf(campaign)).toMatchObject({ state: 'accepted' });
    },
  );

  it('of the policy alone defers as well: unknown is not none', async () => {
    await sinkWith();
    dns.misdeeds = { [`TXT _mta-sts.${domain}`]: 'servfail' };
    const campaign = await launch();
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'deferred', reply: 'sts_unknown' });
    expect(sink.ledger).toEqual([]);
  });
});

describe('a policy that is enforced (MTA-STS)', () => {
  it('is kept: a certificate that verifies, and that is what is recorded', async () => {
    await sinkWith();
    const { authority } = await enforce();
    const campaign = await launch();
    await dispatchOnce(deps({ authority: `${authority}\n${sink.authority}` }));
    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted', tls_verified: 'mta_sts' });
    const success = { policy_type: 'sts', mx_host: `mx.${domain}`, result_type: 'success' };
    expect(await tlsFigures()).toMatchObject([success]);
  });

  it.each([
    ['comes from nobody known', {}, false, 'certificate-not-trusted'],
    ['is for another name', { name: 'mx.elsewhere.test' }, true, 'certificate-host-mismatch'],
    ['has expired', { certificateEnds: new Date('2020-01-01') }, true, 'certificate-expired'],
  ] as const)(
    'never lets marketing to a server whose certificate %s: deferred, then dropped',
    async (_, options, known, result) => {
      await sinkWith(options);
      const { authority } = await enforce();
      const lab = known ? { authority: `${authority}\n${sink.authority}` } : {};
      const campaign = await launch();
      for (let attempt = 1; attempt <= 2; attempt++) {
        await dispatchOnce(deps(lab));
        const deferred = { state: 'deferred', deferrals: attempt, reply: 'ETLS' };
        expect(await rowOf(campaign)).toMatchObject(deferred);
      }
      await dispatchOnce(deps(lab));
      const row = await rowOf(campaign);
      expect(row).toMatchObject({ state: 'failed', code: 'no_tls', way: null });
      expect(row.reason).toMatch(/no TLS that can be trusted/);
      expect(sink.ledger).toEqual([]);
      expect(sink.inClear).toEqual([]);
      expect(await inPortal(campaign)).toEqual([]);
      expect(await tlsFigures()).toMatchObject([
        { policy_type: 'sts', result_type: result, count: 3 },
      ]);
    },
  );

  it.each([
    ['to nobody known', {}],
    ['in clear', NO_STARTTLS],
  ])('lets no notice of a result go %s either: it fails, and says why', async (_, options) => {
    await sinkWith(options);
    await enforce();
    const campaign = await launch(RESULT);
    for (let attempt = 0; attempt < 2; attempt++) {
      await dispatchOnce(deps());
      expect(await rowOf(campaign)).toMatchObject({ state: 'deferred' });
    }
    await dispatchOnce(deps());
    const row = await rowOf(campaign);
    expect(row).toMatchObject({ state: 'failed', code: 'no_tls', way: null });
    expect(row.reason).toMatch(/demands a mail server that proves who it is/);
    expect(await inPortal(campaign)).toEqual([]);
    expect(sink.ledger).toEqual([]);
    expect(sink.inClear).toEqual([]);
  });

  it('that names none of the servers lets nothing out, and is counted', async () => {
    await sinkWith();
    await enforce(['mx.elsewhere.test']);
    const campaign = await launch();
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'deferred', reply: 'sts_no_match' });
    expect(sink.ledger).toEqual([]);
    const failure = { policy_type: 'sts', mx_host: '', result_type: 'validation-failure' };
    expect(await tlsFigures()).toMatchObject([failure]);
  });
});

describe('a server without STARTTLS', () => {
  it('never gets marketing in clear: deferred, then dropped', async () => {
    await sinkWith(NO_STARTTLS);
    const campaign = await launch();
    for (let attempt = 0; attempt < 2; attempt++) {
      await dispatchOnce(deps());
      expect(await rowOf(campaign)).toMatchObject({ state: 'deferred', reply: 'ENOSTARTTLS' });
    }
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'failed', code: 'no_tls' });
    expect(sink.inClear).toEqual([]);
    expect(sink.ledger).toEqual([]);
    const figure = { result_type: 'starttls-not-supported', count: 3 };
    expect(await tlsFigures()).toMatchObject([figure]);
  });

  it('is asked three times for TLS, whatever else it put off before', async () => {
    await sinkWith();
    const campaign = await launch();
    sink.fate = () => ({ data: 451, text: '4.3.0 later' });
    for (let attempt = 0; attempt < 3; attempt++) await dispatchOnce(deps());
    await sink.close();
    await sinkWith(NO_STARTTLS);
    for (let attempt = 4; attempt <= 5; attempt++) {
      await dispatchOnce(deps());
      expect(await rowOf(campaign)).toMatchObject({ state: 'deferred', deferrals: attempt });
    }
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'failed', code: 'no_tls' });
  });

  it('has hours to offer it: the attempts are far apart', async () => {
    await sinkWith(NO_STARTTLS);
    const campaign = await launch();
    await dispatchOnce({ ...deps(), retrySeconds: 60 });
    const { due_at } = await rowOf(campaign);
    expect(due_at.getTime()).toBeGreaterThan(Date.now() + 1.9 * 3_600_000);
  });

  it('gets it after all when it offers TLS in time', async () => {
    await sinkWith(NO_STARTTLS);
    const campaign = await launch();
    for (let attempt = 0; attempt < 2; attempt++) await dispatchOnce(deps());
    await sink.close();
    await sinkWith();
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted', way: null });
  });

  it('gets a notice of a result, which says nothing of anybody; the message waits in the portal', async () => {
    await sinkWith(NO_STARTTLS);
    const campaign = await launch(RESULT);
    for (let attempt = 0; attempt < 2; attempt++) await dispatchOnce(deps());
    expect(await inPortal(campaign)).toEqual([]);
    expect(sink.inClear).toEqual([]);
    await dispatchOnce(deps());

    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted', way: 'portal' });
    const [message, ...others] = await inPortal(campaign);
    expect(others).toEqual([]);
    expect(message?.subject).toBe('Hello Zoë');
    expect(message?.text).toMatch(/Dear Zoë, see us soon/);

    const [notice, ...more] = sink.ledger;
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ to: `zoe@${domain}`, secure: false });
    expect(notice?.source).toMatch(/^Subject: A message is waiting for you\r?$/m);
    expect(notice?.source).toMatch(/^From: "?Secure message service"? </m);
    expect(notice?.source.replaceAll(/=\r?\n/g, '')).toMatch(/https:\/\/mail\.example\.org\/m\/\w/);
    expect(notice?.source).not.toMatch(SECRET);
    expect(notice?.source).not.toContain(campaign);
    // nothing else followed
    await dispatchOnce(deps());
    expect(sink.ledger).toHaveLength(1);
    expect((await world.campaign(campaign)).state).toBe('done');
  });

  it('gets the same notice again, and no second message waits, when it did not take the first', async () => {
    await sinkWith(NO_STARTTLS);
    const campaign = await launch(RESULT);
    for (let attempt = 0; attempt < 2; attempt++) await dispatchOnce(deps());
    sink.fate = () => ({ data: 451, text: '4.3.0 later' });
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'deferred', deferrals: 3 });
    sink.fate = () => 'take-and-cut';
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'deferred', deferrals: 4 });
    sink.fate = () => 'take';
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted', way: 'portal' });
    expect(await inPortal(campaign)).toHaveLength(1);
    const [first, second, ...others] = sink.ledger.map(({ source }) => source);
    expect(others).toEqual([]);
    expect(second).toBe(first);
  });

  it('gets no notice in clear where the receiver is known to ask for TLS always', async () => {
    await sinkWith(NO_STARTTLS);
    await asksForTls();
    const campaign = await launch(RESULT);
    for (let attempt = 0; attempt < 3; attempt++) await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'failed', code: 'no_tls' });
    expect(sink.inClear).toEqual([]);
    expect(sink.ledger).toEqual([]);
  });

  it('gets no notice whose intent cannot be written down', async () => {
    await sinkWith(NO_STARTTLS);
    const campaign = await launch(RESULT);
    for (let attempt = 0; attempt < 2; attempt++) await dispatchOnce(deps());
    await dispatchOnce({ ...deps(), journalDirectory: '/dev/null/journal' });
    expect(await rowOf(campaign)).toMatchObject({ state: 'deferred', way: null });
    expect((await world.campaign(campaign)).held_reason).toMatch(/journal.*cannot be written/);
    expect(sink.ledger).toEqual([]);
    await world.database
      .updateTable('campaigns')
      .set({ held_until: new Date(0) })
      .execute();
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted', way: 'portal' });
  });

  it('gets not even the notice where the organization has it so', async () => {
    await sinkWith(NO_STARTTLS);
    const campaign = await launch(RESULT);
    await withPortal({ noticeInClear: false }, async () => {
      for (let attempt = 0; attempt < 3; attempt++) await dispatchOnce(deps());
    });
    const row = await rowOf(campaign);
    expect(row).toMatchObject({ state: 'failed', code: 'no_tls' });
    expect(row.reason).toMatch(/took no notice/);
    expect(sink.inClear).toEqual([]);
    expect(sink.ledger).toEqual([]);
  });

  it('is written to no more where the notice is refused since nobody is there', async () => {
    await sinkWith(NO_STARTTLS);
    sink.fate = () => ({ rcpt: 550, text: `5.1.1 <zoe@${domain}> Zoë is not here` });
    const campaign = await launch(RESULT);
    for (let attempt = 0; attempt < 3; attempt++) await dispatchOnce(deps());
    const row = await rowOf(campaign);
    const said = { smtp_code: 550, enhanced_code: '5.1.1', code: 'no_tls', way: null };
    expect(row).toMatchObject({ state: 'failed', ...said });
    expect(row.reply).toMatch(/not here/);
    expect(row.reply).not.toMatch(/zo[eë]/i);
    expect(await ended()).toMatchObject({ reason: 'hard_bounce', detail: row.reply });
  });

  it('gets no result at all where the organization drops them, or no portal runs', async () => {
    await sinkWith(NO_STARTTLS);
    const dropped = await launch(RESULT);
    await withPortal({ withoutTls: { transactional: 'drop' } }, async () => {
      for (let attempt = 0; attempt < 3; attempt++) await dispatchOnce(deps());
    });
    const without = await launch(RESULT);
    for (let attempt = 0; attempt < 3; attempt++) await dispatchOnce({ ...deps(), pickUp: null });
    for (const campaign of [dropped, without]) {
      expect(await rowOf(campaign)).toMatchObject({ state: 'failed', code: 'no_tls', way: null });
      expect(await inPortal(campaign)).toEqual([]);
    }
    expect(sink.inClear).toEqual([]);
  });
});

describe('an address with letters beyond ASCII', () => {
  it('fails with its sentence where the server does not take it (SMTPUTF8)', async () => {
    await sinkWith({ server: { hideSMTPUTF8: true } });
    const campaign = await launch({}, `zoë@${domain}`);
    await dispatchOnce(deps());
    const row = await rowOf(campaign);
    expect(row).toMatchObject({ state: 'failed', code: 'not_sendable', host: `mx.${domain}` });
    expect(row.reason).toMatch(/letters beyond ASCII.*SMTPUTF8/);
    expect(sink.ledger).toEqual([]);
  });

  it('is written to where the server takes it', async () => {
    await sinkWith();
    const campaign = await launch({}, `zoë@${domain}`);
    await dispatchOnce(deps());
    expect(await rowOf(campaign)).toMatchObject({ state: 'accepted' });
    expect(sink.ledger.map(({ to }) => to)).toEqual([`zoë@${domain}`]);
  });
});

describe('a notice that was just asked for', () => {
  const code = { subject: 'Your one-time code', text: '1234', html: '<p>1234</p>' };

  it.each([
    ['over TLS', {}, true],
    ['in clear where there is none', NO_STARTTLS, false],
  ] as const)('goes out at once, %s', async (_, options, secure) => {
    await sinkWith(options);
    const [contact = ''] = await people(1);
    expect(await deliverNotice(deps(), world.organizationId, contact, code)).toBe('sent');
    expect(sink.ledger).toMatchObject([{ to: `zoe@${domain}`, secure }]);
    expect(sink.ledger[0]?.source).not.toMatch(SECRET);
  });

  it.each([
    ['goes to the other address that they asked for', true, 'sent'],
    ['is held where that address is not on file', false, 'held'],
  ])('%s', async (_, onFile, end) => {
    await sinkWith({});
    const otherAddress = `elsewhere@${domain}`;
    const [contactId = ''] = await people(1);
    await inTransaction(world.database, (tx) =>
      recordConsent(tx, world.keys, [
        {
          contactId,
          fact: { kind: 'confidential_communication', wish: 'other_address' },
          source: 'staff',
          actor: 'system',
          at: new Date(0),
          ...(onFile && {
            evidence: sealEvidence(world.keys, contactId, { otherAddress }),
          }),
        },
      ]),
    );
    expect(await deliverNotice(deps(), world.organizationId, contactId, code)).toBe(end);
    expect(sink.ledger.map(({ to }) => to)).toEqual(onFile ? [otherAddress] : []);
  });

  it('is held where it may not go in clear, is not taken, or finds no way', async () => {
    await sinkWith(NO_STARTTLS);
    const [contact = ''] = await people(1);
    const deliver = () => deliverNotice(deps(), world.organizationId, contact, code);
    await withPortal({ noticeInClear: false }, async () => {
      expect(await deliver()).toBe('held');
    });
    expect(sink.inClear).toEqual([]);
    sink.fate = () => ({ rcpt: 450, text: '4.2.1 later' });
    expect(await deliver()).toBe('held');
    expect(await ended()).toBeUndefined();
    dns.misdeeds = { '*': 'servfail' };
    expect(await deliver()).toBe('held');
    expect(sink.ledger).toEqual([]);
  });

  it('is the last to an address where nobody is, and the ledger says why', async () => {
    await sinkWith();
    const [contactId = ''] = await people(1);
    sink.fate = () => ({ rcpt: 550, text: `5.1.1 zoe@${domain} Zoë is not here` });
    expect(await deliverNotice(deps(), world.organizationId, contactId, code)).toBe('held');
    const { reason, detail } = (await ended()) ?? {};
    expect(reason).toBe('hard_bounce');
    expect(detail).toMatch(/not here/);
    expect(detail).not.toMatch(/zo[eë]/i);
    const entry = await world.database
      .selectFrom('audit_entries')
      .select(['action', 'subject'])
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(entry).toEqual({ action: 'suppression.added', subject: { contactId, reason } });
  });

  it.each([
    ['to nobody known', {}],
    ['in clear', NO_STARTTLS],
  ])('never goes %s where a policy demands somebody verified', async (_, options) => {
    await sinkWith(options);
    await enforce();
    const [contact = ''] = await people(1);
    expect(await deliverNotice(deps(), world.organizationId, contact, code)).toBe('held');
    expect(sink.inClear).toEqual([]);
    expect(sink.ledger).toEqual([]);
  });

  it('goes to who is verified under such a policy', async () => {
    await sinkWith();
    const { authority } = await enforce();
    const [contact = ''] = await people(1);
    const known = deps({ authority: `${authority}\n${sink.authority}` });
    expect(await deliverNotice(known, world.organizationId, contact, code)).toBe('sent');
  });

  it('never goes in clear to a receiver that asks for TLS always', async () => {
    await sinkWith(NO_STARTTLS);
    await asksForTls();
    const [contact = ''] = await people(1);
    expect(await deliverNotice(deps(), world.organizationId, contact, code)).toBe('held');
    expect(sink.inClear).toEqual([]);
  });
});

/** As the table of receivers has it of Google. */
const asksForTls = () =>
  world.database
    .insertInto('receivers')
    .values({
      organization_id: world.organizationId,
      suffix: domain,
      label: 'Asks for TLS',
      connections: 5,
      messages_per_connection: 50,
      per_second: 100,
      tls_required: true,
      updated_at: new Date(),
    })
    .execute();

/** The organization's settings of the portal, while the work lasts. */
async function withPortal(portal: object, work: () => Promise<void>): Promise<void> {
  const set = (value: object) =>
    world.database
      .updateTable('organizations')
      .set({ portal: JSON.stringify(value) })
      .where('id', '=', world.organizationId)
      .execute();
  await set(portal);
  await work();
  await set({});
}
