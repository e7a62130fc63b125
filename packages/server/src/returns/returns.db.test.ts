import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { converse, deliver } from '../../../../tests/returns/deliver.ts';
import { arf, dsn, ORIGINAL, plain } from '../../../../tests/returns/samples.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { makeLogger } from '../config/index.ts';
import {
  loadConsent,
  recordConsent,
  releaseSuppression,
  sealEvidence,
  suppressedAmong,
} from '../consent/index.ts';
import { inTransaction } from '../database/index.ts';
import { dictionary } from '../delivery/dictionary.ts';
import { feedbackAddress, linkToken } from '../delivery/index.ts';
import { returnPath } from '../delivery/return-path.ts';
import { issueCertificate } from '../delivery/sandbox-authority.ts';
import { createOrganization } from '../organizations/index.ts';
import {
  countAccepted,
  listProviders,
  releaseProvider,
  stoppedProviders,
} from '../shaping/index.ts';
import {
  listReturnedMail,
  openReturnedMail,
  type ReturnsListener,
  startReturnsListener,
  takeIn,
} from './index.ts';

const NAME = 'bounces.mail.example.org';
const DAY = 86_400_000;

let db: TestDatabase;
let world: SendingWorld;
let listener: ReturnsListener;
let peer: { port: number; authority: string; name: string };
let clock = Date.now();
const logged: string[] = [];

const deps = () => ({
  database: world.database,
  keyring: world.keyring,
  log: makeLogger('debug', { write: (line) => void logged.push(line) }),
  now: () => new Date(clock),
});

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  const { authority, certificate, key } = await issueCertificate(new Date(), NAME);
  const options = { host: '127.0.0.1', port: 0, name: NAME, key, certificate };
  listener = await startReturnsListener(deps(), options);
  peer = { port: listener.port, authority, name: NAME };
});
afterAll(async () => {
  await listener.close();
  await world.close();
  await db.drop();
});

interface Sent {
  readonly contactId: string;
  readonly campaignId: string;
  readonly email: string;
  readonly path: string;
  readonly token: string;
}

let people = 0;

/** A message that went to somebody, and how it ended. */
async function sent(
  state: 'accepted' | 'uncertain' = 'accepted',
  again?: Pick<Sent, 'contactId' | 'email'>,
): Promise<Sent> {
  return sentTo(again?.email ?? `returned${++people}@example.com`, state, again?.contactId);
}

async function sentTo(
  email: string,
  state: 'accepted' | 'uncertain' = 'accepted',
  contactId?: string,
): Promise<Sent> {
  const [made = ''] = contactId ? [contactId] : await world.addContacts(1, { email });
  const campaignId = await world.launch([made]);
  await world.database
    .updateTable('sends')
    .set({ state, settled_at: new Date(Math.max(clock, Date.now()) + 1000) })
    .where('campaign_id', '=', campaignId)
    .execute();
  const { number } = await world.database
    .selectFrom('campaigns')
    .select('number')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const subject = { campaignNumber: number, contactId: made };
  return {
    contactId: made,
    campaignId,
    email,
    path: returnPath(world.keys, 1, subject, NAME),
    token: linkToken(world.keys, 1, { campaignId, contactId: made }),
  };
}

let reports = 0;
/** Each is a message of its own. */
const report = (status: string, to: string, action = 'failed', diagnostic = 'smtp; 550 no') =>
  dsn({ action, status, to, diagnostic }).replace('<dsn-1@', `<dsn-${++reports}-${status}@`);

const bounce = (one: Sent, status = '5.1.1', action?: string) =>
  deliver(peer, { to: one.path, source: report(status, one.email, action) });

const isSuppressed = async ({ email }: Pick<Sent, 'email'>) =>
  (await suppressedAmong(world.database, world.keys, [email])).get(email)?.reason ?? null;

const recorded = ({ contactId }: Pick<Sent, 'contactId'>) =>
  world.database
    .selectFrom('returned_mail')
    .select(['id', 'class', 'status', 'reason', 'acted', 'size'])
    .where('contact_id', '=', contactId)
    .orderBy('id')
    .execute();

const eventsOf = async ({ contactId }: Sent) =>
  (
    await world.database
      .selectFrom('events')
      .select('kind')
      .where('contact_id', '=', contactId)
      .execute()
  ).map(({ kind }) => kind);

const optOuts = async ({ contactId }: Sent) =>
  ((await loadConsent(world.database, world.keys, [contactId])).get(contactId) ?? []).map(
    ({ fact, source }) => ({ ...fact, source }),
  );

const countAll = async () => {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from returned_mail`.execute(world.database);
  return rows[0]?.count ?? 0;
};

describe('a hard bounce', () => {
  it('ends the writing to the other address that somebody asked for, where it went there', async () => {
    const usual = `returned${++people}@example.com`;
    const [contactId = ''] = await world.addContacts(1, { email: usual });
    const otherAddress = `elsewhere${people}@example.com`;
    await inTransaction(world.database, (tx) =>
      recordConsent(tx, world.keys, [
        {
          contactId,
          fact: { kind: 'confidential_communication', wish: 'other_address' },
          source: 'staff',
          actor: 'system',
          at: new Date(0),
          evidence: sealEvidence(world.keys, contactId, { otherAddress }),
        },
      ]),
    );
    const one = await sentTo(otherAddress, 'accepted', contactId);
    await bounce(one);
    expect(await isSuppressed(one)).toBe('hard_bounce');
    expect(await isSuppressed({ email: usual })).toBeNull();
    expect(JSON.stringify(await recorded(one))).not.toContain('elsewhere');
  });

  it('ends the writing to the address at once, and acts once however often it comes', async () => {
    const one = await sent();
    const source = report('5.1.1', one.email, 'failed', 'smtp; 550 5.1.1 User unknown');
    expect((await deliver(peer, { to: one.path, source })).code).toBe(250);
    expect(await isSuppressed(one)).toBe('hard_bounce');
    const hops = `Received: from b.example.net by a.example.net; Mon, 5 Oct 2026 11:00:00 +0000\r\n`;
    expect((await deliver(peer, { to: one.path.toUpperCase(), source: hops + source })).code).toBe(
      250,
    );
    expect(await recorded(one)).toMatchObject([
      { class: 'hard', status: '5.1.1', reason: '550 5.1.1 User unknown' },
    ]);
    expect(await eventsOf(one)).toEqual(['bounce']);
    // what was accepted stays so: the event tells the rest
    expect(await world.counts(one.campaignId)).toEqual({ accepted: 1 });
  });

  it('settles a message of which nobody knew', async () => {
    const one = await sent('uncertain');
    await bounce(one);
    expect(await world.counts(one.campaignId)).toEqual({ failed: 1 });
    const told = await world.database
      .selectFrom('told_sends')
      .select('code')
      .where('campaign_id', '=', one.campaignId)
      .execute();
    expect(told).toEqual([{ code: 'bounced' }]);
  });

  it('says nothing of an address that was put on file since', async () => {
    const one = await sent();
    const source = report('5.1.1', 'the.old.one@example.com');
    await world.database
      .updateTable('contacts')
      .set({ updated_at: new Date(clock + DAY) })
      .where('id', '=', one.contactId)
      .execute();
    await deliver(peer, { to: one.path, source });
    expect(await isSuppressed(one)).toBeNull();
    expect(await isSuppressed({ email: 'the.old.one@example.com' })).toBeNull();
    expect(await recorded(one)).toMatchObject([{ acted: ['counted', 'address_changed'] }]);
  });

  it('keeps neither the address nor the name in clear', async () => {
    const one = await sent();
    await world.database.selectFrom('contacts').select('id').execute();
    const said = `smtp; 550 5.1.1 mailbox of Person ${one.email} is unknown; ${one.email.split('@')[0]}`;
    await deliver(peer, { to: one.path, source: report('5.1.1', one.email, 'failed', said) });
    const { rows } = await sql`select * from returned_mail`.execute(world.database);
    const text = JSON.stringify(rows, (_, value: unknown) =>
      Buffer.isBuffer(value) ? value.toString('latin1') : value,
    );
    expect(text).not.toContain('returned1');
    expect(text).not.toContain('@example.com');
  });
});

describe('a domain of somebody’s own', () => {
  const OWN = 'zyxgarcia-family.example';
  /** By domain and day, or for all who send; none of them has a contact's id. */
  const AGGREGATES = new Set([
    'provider_days',
    'provider_stops',
    'sites_seen',
    'site_states',
    'site_events',
    'tls_results',
    'sts_policies',
  ]);

  it('stands nowhere in clear beside a contact, and the page still shows it', async () => {
    const one = await sentTo(`maria@${OWN}`);
    const diagnostic = `smtp; 550 5.1.1 mx1.${OWN} knows no such user; see zyxgarcia-family.`;
    const about = { action: 'failed', status: '5.1.1', to: one.email, diagnostic };
    const source = dsn({ ...about, mta: `mx1.${OWN}` }).replace('<dsn-1@', '<dsn-own@');
    expect((await deliver(peer, { to: one.path, source })).code).toBe(250);
    const route = await dictionary(world.database, world.keyring).route(world.organizationId, {
      site: `mx1.${OWN}`,
      host: `mx1.${OWN}`,
      peer: '192.0.2.77',
      tls: null,
    });
    await world.database
      .updateTable('sends')
      .set({ route })
      .where('campaign_id', '=', one.campaignId)
      .execute();
    expect(await isSuppressed(one)).toBe('hard_bounce');

    const { rows: columns } = await sql<{ table_name: string; column_name: string }>`
      select table_name, column_name from information_schema.columns
      where table_schema = 'public'`.execute(world.database);
    const tables = [...new Set(columns.map(({ table_name }) => table_name))];
    expect(tables.length).toBeGreaterThan(30);
    for (const table of tables) {
      const hasContact = columns.some(
        (column) => column.table_name === table && column.column_name === 'contact_id',
      );
      if (AGGREGATES.has(table)) expect([table, hasContact]).toEqual([table, false]);
      else {
        const { rows } = await sql<{ text: string }>`
          select coalesce(string_agg(row_to_json(entry)::text, ''), '') as text
          from ${sql.table(table)} entry`.execute(world.database);
        const shown = rows[0]?.text ?? '';
        expect([table, /zyxgarcia|192\.0\.2\.77/i.test(shown)]).toEqual([table, false]);
        // bytea is written in hexadecimal
        expect([table, shown.includes(Buffer.from('zyxgarcia').toString('hex'))]).toEqual([
          table,
          false,
        ]);
      }
    }

    const page = await listReturnedMail(world.database, world.keys, {
      class: 'hard',
      limit: 1,
      cursor: null,
    });
    expect(page).toMatchObject({
      returns: [{ remoteMta: `mx1.${OWN}`, provider: OWN, person: { email: one.email } }],
    });
    const [row] = await world.rows(one.campaignId);
    expect(row).toMatchObject({ host: `mx1.${OWN}`, peer: '192.0.2.77' });
    const figures = await listProviders(world.database, world.organizationId, new Date(clock));
    expect(figures.find(({ provider }) => provider === OWN)).toMatchObject({ hard: 1 });
  });
});

it('brings the mail to a postmaster to the one organization that has the domain', async () => {
  const other = await inTransaction(world.database, (tx) =>
    createOrganization(tx, world.keyring.within(tx), {
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
  // from before a domain had one owner: the older one sends from it too
  await world.database
    .updateTable('streams')
    .set({ domain: 'hill.example.net' })
    .where('organization_id', '=', world.organizationId)
    .where('stream', '=', 'transactional')
    .execute();
  const to = 'postmaster@Hill.example.net';
  const source = plain('From: Ana <ana@isp.example.net>\r\nSubject: Whose', 'Whose is this?');
  expect((await deliver(peer, { from: 'ana@isp.example.net', to, source })).code).toBe(250);
  const rows = await world.database
    .selectFrom('returned_mail')
    .select('class')
    .where('organization_id', '=', other)
    .execute();
  expect(rows).toEqual([{ class: 'unknown' }]);
  await world.database
    .updateTable('streams')
    .set({ domain: 'mail.example.org' })
    .where('organization_id', '=', world.organizationId)
    .execute();
});

it('acts once when the same bounce comes three times at once', async () => {
  const one = await sent();
  const source = report('5.1.1', one.email);
  const answers = await Promise.all([1, 2, 3].map(() => deliver(peer, { to: one.path, source })));
  expect(answers.map(({ code }) => code)).toEqual([250, 250, 250]);
  expect(await recorded(one)).toHaveLength(1);
  expect(await eventsOf(one)).toEqual(['bounce']);
});

it('asks to come again when a message cannot be recorded, and then takes it', async () => {
  const one = await sent();
  const { authority, certificate, key } = await issueCertificate(new Date(), NAME);
  const broken = {
    ...deps(),
    now: () => {
      throw new Error('The clock is gone.');
    },
  };
  const options = { host: '127.0.0.1', port: 0, name: NAME, key, certificate };
  const other = await startReturnsListener(broken, options);
  try {
    const source = report('5.1.1', one.email);
    const there = { port: other.port, authority, name: NAME };
    expect((await deliver(there, { to: one.path, source })).code).toBe(451);
    expect(await recorded(one)).toEqual([]);
    expect((await deliver(peer, { to: one.path, source })).code).toBe(250);
    expect(await isSuppressed(one)).toBe('hard_bounce');
  } finally {
    await other.close();
  }
});

describe('a forged return path', () => {
  it('is refused without a word about it, and nothing is recorded', async () => {
    const one = await sent();
    const before = await countAll();
    const local = one.path.slice(0, one.path.indexOf('@'));
    const last = local.endsWith('a') ? 'q' : 'a';
    const forged = [
      `${local.slice(0, 30)}${local[30] === 'a' ? 'b' : 'a'}${local.slice(31)}@${NAME}`,
      `${local.slice(0, -1)}${last}@${NAME}`,
      `b-${'a'.repeat(58)}@${NAME}`,
      `${one.contactId}@${NAME}`,
      `care@${NAME}`,
      `postmaster@elsewhere.example.net`,
      one.email,
    ];
    for (const to of forged) {
      const answer = await deliver(peer, { to, source: report('5.1.1', one.email) });
      expect(answer).toEqual({ code: 550, text: '550 5.1.1 No such mailbox.' });
    }
    expect(await countAll()).toBe(before);
    expect(await isSuppressed(one)).toBeNull();
  });

  it('does not help within a report to the postmaster either', async () => {
    const one = await sent();
    const path = `b-${'b'.repeat(58)}@${NAME}`;
    const source = arf('abuse', `Return-Path: <${path}>\r\nTo: ${one.email}\r\n${ORIGINAL}`);
    expect((await deliver(peer, { to: `abuse@${NAME}`, source })).code).toBe(250);
    expect(await isSuppressed(one)).toBeNull();
    expect(await optOuts(one)).toEqual([]);
  });

  it('sends away whoever guesses on', async () => {
    const talk = await converse(peer.port);
    await talk.say('EHLO peer.example.net');
    await talk.say('MAIL FROM:<>');
    const codes = new Set<number>();
    for (let count = 0; count < 21; count++) {
      codes.add((await talk.say(`RCPT TO:<guess${count}@${NAME}>`)).code);
    }
    expect([...codes]).toEqual([550, 421]);
    talk.socket.destroy();
  });
});

describe('soft bounces', () => {
  it('end the writing after three in a row over a week, and start anew once released', async () => {
    const start = clock;
    try {
      const first = await sent();
      await bounce(first, '5.2.2');
      clock = start + 4 * DAY;
      const second = await sent('accepted', first);
      await bounce(second, '5.2.2');
      // another report of the same message does not count
      await bounce(second, '5.2.2');
      expect(await isSuppressed(first)).toBeNull();
      clock = start + 8 * DAY;
      const third = await sent('accepted', first);
      await bounce(third, '5.2.2');
      expect(await isSuppressed(first)).toBe('soft_bounces');

      const found = (await suppressedAmong(world.database, world.keys, [first.email])).get(
        first.email,
      );
      await inTransaction(world.database, (tx) =>
        releaseSuppression(tx, world.organizationId, found?.id ?? '', {
          userId: crypto.randomUUID(),
          at: new Date(clock),
        }),
      );
      clock = start + 9 * DAY;
      await bounce(await sent('accepted', first), '5.2.2');
      expect(await isSuppressed(first)).toBeNull();
    } finally {
      clock = start;
    }
  });

  it('count for nothing when one got through between, nor when it is only late', async () => {
    const start = clock;
    try {
      const first = await sent();
      await bounce(first, '5.2.2');
      clock = start + 4 * DAY;
      await sent('accepted', first);
      clock = start + 5 * DAY;
      await bounce(await sent('accepted', first), '5.2.2');
      clock = start + 9 * DAY;
      await bounce(await sent('accepted', first), '5.2.2');
      expect(await isSuppressed(first)).toBeNull();
      const late = await sent();
      for (let day = 10; day < 40; day += 10) {
        clock = start + day * DAY;
        await bounce(await sent('accepted', late), '4.4.1', 'delayed');
      }
      expect(await isSuppressed(late)).toBeNull();
      expect(await eventsOf(late)).toEqual([]);
    } finally {
      clock = start;
    }
  });
});

describe('a complaint', () => {
  it('unsubscribes the person and ends the writing, by a token of ours within', async () => {
    const one = await sent('uncertain');
    const header = `List-Unsubscribe: <https://mail.example.org/u/${one.token}>\r\n${ORIGINAL}`;
    const to = feedbackAddress(world.keys, 1, NAME);
    const source = arf('abuse', header).replace('<arf-1@', '<arf-complaint@');
    expect((await deliver(peer, { from: 'feedback@isp.example.net', to, source })).code).toBe(250);
    expect((await deliver(peer, { from: 'feedback@isp.example.net', to, source })).code).toBe(250);
    const optedOut = { kind: 'opted_out', scope: 'all_commercial', source: 'complaint' };
    // that they complained stands beside what it ended, and once
    expect(await optOuts(one)).toEqual([{ kind: 'complained', source: 'complaint' }, optedOut]);
    expect(await isSuppressed(one)).toBe('complaint');
    expect(await eventsOf(one)).toEqual(['complaint']);
    expect(await world.counts(one.campaignId)).toEqual({ accepted: 1 });
  });

  it('that says “not spam” is none', async () => {
    const one = await sent('uncertain');
    await deliver(peer, { to: one.path, source: arf('not-spam') });
    expect(await optOuts(one)).toEqual([]);
    expect(await isSuppressed(one)).toBeNull();
    expect(await world.counts(one.campaignId)).toEqual({ accepted: 1 });
  });

  it('handed in by the API is the same, and the same one twice is one', async () => {
    const one = await sent();
    const source = Buffer.from(arf('abuse', `Return-Path: <${one.path}>\r\n${ORIGINAL}`));
    expect(await takeIn(deps(), world.keys, source)).toMatchObject({ class: 'complaint' });
    expect(await takeIn(deps(), world.keys, source)).toEqual({ kind: 'known' });
    expect(await isSuppressed(one)).toBe('complaint');
  });
});

describe('what cannot be understood', () => {
  it('is kept, sealed, and can be read again', async () => {
    const one = await sent();
    const letter = 'My name is Maria and I moved to Springfield.';
    const source = plain(`From: Maria <${one.email}>\r\nSubject: Hello`, letter);
    expect((await deliver(peer, { from: one.email, to: one.path, source })).code).toBe(250);
    const [row] = await recorded(one);
    expect(row).toMatchObject({ class: 'unknown', acted: [] });
    const opened = await openReturnedMail(world.database, world.keys, row?.id ?? '');
    expect(opened?.source).toContain(letter);
    const { rows } = await sql<{ text: string }>`
      select encode(source_sealed, 'escape') || reason as text from returned_mail
      where contact_id = ${one.contactId}`.execute(world.database);
    expect(rows[0]?.text).not.toContain('Maria');
    expect(await isSuppressed(one)).toBeNull();
  });

  it('is kept when it is about nobody: to the postmaster, or of a message that never was', async () => {
    const before = await countAll();
    const source = plain('From: Ana <ana@isp.example.net>\r\nSubject: Question', 'Who are you?');
    const from = 'ana@isp.example.net';
    expect((await deliver(peer, { from, to: `Postmaster@${NAME}`, source })).code).toBe(250);
    const subject = { campaignNumber: 2_000_000_000, contactId: crypto.randomUUID() };
    const to = returnPath(world.keys, 1, subject, NAME);
    expect((await deliver(peer, { to, source: report('5.1.1', 'x@example.com') })).code).toBe(250);
    expect(await countAll()).toBe(before + 2);
  });

  it('is kept and not acted on when it goes in a loop', async () => {
    const one = await sent();
    const hop = 'Received: from a.example.net by b.example.net; Mon, 5 Oct 2026 10:00:00 +0000\r\n';
    await deliver(peer, { to: one.path, source: hop.repeat(51) + report('5.1.1', one.email) });
    const own = `List-Unsubscribe: <https://mail.example.org/u/${one.token}>\r\n`;
    await deliver(peer, { to: one.path, source: own + report('5.1.1', one.email) });
    expect(await recorded(one)).toMatchObject([
      { class: 'unknown', acted: [] },
      { class: 'unknown', acted: [] },
    ]);
    expect(await isSuppressed(one)).toBeNull();
  });
});

describe('a bounce of 50 MB', () => {
  const SIZE = 50 * 1024 * 1024;

  it('that says so is refused before it comes, and recorded', async () => {
    const one = await sent();
    const talk = await converse(peer.port);
    await talk.say('EHLO peer.example.net');
    expect((await talk.say(`MAIL FROM:<> SIZE=${SIZE}`)).code).toBe(250);
    expect((await talk.say(`RCPT TO:<${one.path}>`)).text).toMatch(/^552 5\.3\.4 /);
    talk.socket.destroy();
    expect(await recorded(one)).toMatchObject([{ class: 'unknown', size: SIZE, acted: [] }]);
  });

  it('that does not is cut off as it streams, and recorded by its beginning', async () => {
    const one = await sent();
    const talk = await converse(peer.port);
    await talk.say('EHLO peer.example.net');
    await talk.say('MAIL FROM:<>');
    await talk.say(`RCPT TO:<${one.path}>`);
    expect((await talk.say('DATA')).code).toBe(354);
    talk.socket.write(report('5.1.1', one.email));
    const line = `${randomBytes(48).toString('base64')}\r\n`.repeat(16_384);
    const answer = talk.heard();
    const seen = { refused: false };
    void answer.then(() => {
      seen.refused = true;
    });
    let written = 0;
    while (!seen.refused && !talk.socket.destroyed && written < SIZE) {
      written += line.length;
      await new Promise<void>((resolve) => talk.socket.write(line, () => resolve()));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await answer).text).toMatch(/^552 5\.3\.4 /);
    expect(written).toBeLessThan(SIZE);
    talk.socket.destroy();
    const [row] = await recorded(one);
    expect(row).toMatchObject({ class: 'unknown', acted: [] });
    const opened = await openReturnedMail(world.database, world.keys, row?.id ?? '');
    expect(opened?.source?.length).toBe(256 * 1024);
    expect(opened?.whole).toBe(false);
    expect(await isSuppressed(one)).toBeNull();
  });

  it('that breaks off in the middle is no message', async () => {
    const one = await sent();
    const talk = await converse(peer.port);
    await talk.say('EHLO peer.example.net');
    await talk.say('MAIL FROM:<>');
    await talk.say(`RCPT TO:<${one.path}>`);
    await talk.say('DATA');
    talk.socket.write(report('5.1.1', one.email).slice(0, 900));
    talk.socket.destroy();
    expect((await bounce(one, '5.2.2')).code).toBe(250);
    expect(await recorded(one)).toMatchObject([{ class: 'soft' }]);
  });
});

describe('the spam rate', () => {
  const complain = async () => {
    const one = await sent();
    const original = `Return-Path: <${one.path}>\r\n${ORIGINAL}`;
    await deliver(peer, { to: one.path, source: arf('abuse', original) });
  };
  const stopped = async () => [
    ...(await stoppedProviders(world.database, world.organizationId)).keys(),
  ];
  const accept = (count: number) =>
    inTransaction(world.database, (tx) =>
      countAccepted(tx, world.organizationId, new Map([['example.com', count]]), new Date(clock)),
    );

  it('stops marketing to the provider at 0.3 %, and a person lets it go on', async () => {
    const start = clock;
    clock = start + 100 * DAY;
    try {
      await accept(99);
      await complain();
      await complain();
      // too few messages to say anything
      expect(await stopped()).toEqual([]);
      await accept(1);
      expect(await stopped()).toEqual(['example.com']);
      const by = { userId: crypto.randomUUID(), at: new Date(clock) };
      const release = () =>
        inTransaction(world.database, (tx) =>
          releaseProvider(tx, world.organizationId, 'example.com', by),
        );
      expect(await release()).toEqual(expect.any(String));
      expect(await release()).toBeNull();
      // what was before counts no more
      await accept(500);
      await complain();
      expect(await stopped()).toEqual([]);
      await complain();
      expect(await stopped()).toEqual(['example.com']);
    } finally {
      clock = start;
    }
  });
});

it('answers nothing that names anybody, and logs nobody', async () => {
  const talk = await converse(peer.port);
  const said: string[] = [];
  const secret = 'zyxmaria@example.com';
  for (const line of [
    'EHLO zyxmaria.example.com',
    `MAIL FROM:<${secret}>`,
    `RCPT TO:<${secret}>`,
    `VRFY ${secret}`,
    `EXPN ${secret}`,
    `RCPT TO:<${secret}`,
    'DATA',
    `NONSENSE ${secret}`,
  ]) {
    said.push((await talk.say(line)).text);
  }
  talk.socket.destroy();
  expect(said.slice(1).join('')).not.toMatch(/zyxmaria/i);
  const one = await sent();
  const from = secret;
  const source = plain(`From: Zyxmaria <${secret}>\r\nSubject: Zyxmaria`, 'Zyxmaria writes.');
  await deliver(peer, { from, to: one.path, source });
  await bounce(one);
  expect(logged.length).toBeGreaterThan(10);
  expect(logged.join('\n')).not.toMatch(/zyxmaria|example\.com|returned\d/i);
});
