import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RawNode } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchAndClaim } from '../../../../tests/support/claims.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type MailSink, startMailSink } from '../../../../tests/support/mail-sink.ts';
import { type SendingWorld, sendingWorld, until } from '../../../../tests/support/sending-world.ts';
import { cancelCampaign } from '../campaigns/index.ts';
import { recordConsent, sealEvidence } from '../consent/index.ts';
import { type Database, inTransaction } from '../database/index.ts';
import { dispatchOnce } from './dispatcher.ts';
import { endLeases, reapBatches } from './reap-batches.ts';
import { TRANSPORT_CONTEXT } from './transport-settings.ts';

let db: TestDatabase;
let world: SendingWorld;
let sink: MailSink;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});
afterEach(() => sink.close());

async function sinkWith(...given: Parameters<typeof startMailSink>): Promise<void> {
  sink = await startMailSink(...given);
  await world.relayTo(sink);
}

/** Whoever was asked to come again may come now. */
async function makeDue(campaign: string): Promise<void> {
  for (const table of ['sends', 'send_batches'] as const) {
    await world.database
      .updateTable(table)
      .set({ due_at: new Date(0) })
      .where('campaign_id', '=', campaign)
      .execute();
  }
}

const cancel = (id: string) =>
  inTransaction(world.database, (tx) => cancelCampaign(tx, world.organizationId, id, new Date()));

describe('a relay that can be used', () => {
  it('gets each message once over verified TLS, and its answer is recorded', async () => {
    await sinkWith();
    const contacts = await world.addContacts(25);
    const campaign = await world.launch(contacts);
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 25 });
    expect(new Set(sink.ledger.map((one) => one.to)).size).toBe(25);
    expect(sink.ledger).toHaveLength(25);
    expect(sink.ledger.every((one) => one.secure)).toBe(true);
    for (const row of await world.rows(campaign)) {
      expect(row).toMatchObject({ smtp_code: 250, tls_verified: 'private_authority' });
      expect(row.tls_protocol).toMatch(/^TLSv1\.[23]$/);
    }
  });

  it('is reached by implicit TLS as well, and signs in with the sealed password', async () => {
    const login = { user: 'clinic', password: 'päss' };
    await sinkWith({ login, server: { secure: true } });
    const passwordSealed = world.keys.seal(login.password, TRANSPORT_CONTEXT).toString('base64');
    await world.relayTo(sink, { tls: 'implicit', user: login.user, passwordSealed });
    const campaign = await world.launch(await world.addContacts(2));
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 2 });
  });

  it('is told apart by its answers: 4xx is tried again later, 5xx is over', async () => {
    await sinkWith();
    const [soft = '', hard = '', late = '', fine = ''] = await world.addContacts(4);
    const campaign = await world.launch([soft, hard, late, fine]);
    const addresses = new Map(
      (await world.rows(campaign)).map((row, index) => [row.contact_id, index]),
    );
    expect(addresses.size).toBe(4);
    const fates = [
      { rcpt: 451, text: '4.7.1 come again' },
      { rcpt: 550, text: '5.1.1 nobody' },
      { data: 452, text: '4.3.1 full' },
      'take',
    ] as const;
    const order = [soft, hard, late, fine];
    const names = await addressesOf(order);
    sink.fate = (to) => fates[names.indexOf(to)] ?? 'take';
    await dispatchOnce(world.deps());
    const byId = new Map((await world.rows(campaign)).map((row) => [row.contact_id, row]));
    expect(byId.get(soft)).toMatchObject({ state: 'deferred', smtp_code: 451, deferrals: 1 });
    expect(byId.get(soft)?.enhanced_code).toBe('4.7.1');
    expect(byId.get(late)).toMatchObject({ state: 'deferred', smtp_code: 452 });
    expect(byId.get(hard)).toMatchObject({ state: 'failed', code: 'rejected', smtp_code: 550 });
    expect(byId.get(hard)?.reason).not.toContain('nobody');
    expect(byId.get(fine)).toMatchObject({ state: 'accepted' });
    expect(byId.get(soft)?.due_at.getTime()).toBeGreaterThan(Date.now() + 50_000);
    expect((await world.campaign(campaign)).state).toBe('running');

    sink.fate = () => 'take';
    await makeDue(campaign);
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 3, failed: 1 });
    expect((await world.campaign(campaign)).state).toBe('done');
  });

  it('that says nobody is there is asked for that address by no campaign again', async () => {
    await sinkWith();
    const contacts = await world.addContacts(2);
    const [gone = '', stays = ''] = contacts;
    const [address] = await addressesOf([gone]);
    const first = await world.launch(contacts);
    sink.fate = (to) =>
      to === address ? { rcpt: 550, text: '5.1.1 nobody' } : { data: 554, text: '5.7.1 not you' };
    await dispatchOnce(world.deps());
    expect(await world.counts(first)).toEqual({ failed: 2 });
    const audited = await world.database
      .selectFrom('audit_entries')
      .select('subject')
      .where('action', '=', 'suppression.added')
      .execute();
    const subject = { contactId: gone, campaignId: first, reason: 'hard_bounce' };
    expect(audited.filter((one) => JSON.stringify(one).includes(first))).toEqual([{ subject }]);
    sink.fate = () => 'take';
    const second = await world.launch(contacts);
    await dispatchOnce(world.deps());
    const byId = new Map((await world.rows(second)).map((row) => [row.contact_id, row]));
    expect(byId.get(gone)).toMatchObject({ state: 'suppressed', code: 'address_suppressed' });
    // a refusal of ours says nothing of the address
    expect(byId.get(stays)).toMatchObject({ state: 'accepted' });
    expect(sink.ledger.map(({ to }) => to)).not.toContain(address);
  });

  it('keeps its connections when it refuses recipients or messages in between', async () => {
    await sinkWith();
    const campaign = await world.launch(await world.addContacts(60));
    let asked = 0;
    sink.fate = () => {
      asked++;
      if (asked % 4 === 0) return { rcpt: 550, text: '5.1.1 nobody' };
      return asked % 4 === 2 ? { data: 554, text: '5.7.1 no' } : 'take';
    };
    await dispatchOnce(world.deps({ limits: { connections: 5 } }));
    const { accepted = 0, failed = 0 } = await world.counts(campaign);
    expect(accepted + failed).toBe(60);
    expect(failed).toBeGreaterThan(10);
    expect(sink.ledger).toHaveLength(accepted);
    expect(sink.connections).toBeLessThanOrEqual(5);
  });

  it.each(['cut', 'take-and-cut'] as const)(
    'leaves marketing uncertain when the connection ends in the message (%s), and sends it never again',
    async (fate) => {
      await sinkWith();
      const campaign = await world.launch(await world.addContacts(3));
      sink.fate = () => fate;
      await dispatchOnce(world.deps());
      expect(await world.counts(campaign)).toEqual({ uncertain: 3 });
      sink.fate = () => 'take';
      const before = sink.ledger.length;
      await dispatchOnce(world.deps());
      expect(sink.ledger).toHaveLength(before);
      expect((await world.campaign(campaign)).state).toBe('done');
    },
  );

  it('gets a transactional message again after a cut, as the very same message', async () => {
    await sinkWith();
    const campaign = await world.launch(await world.addContacts(1), {
      stream: 'transactional',
      communication: { commercial: false, category: 'treatment', encouragesPurchaseOrUse: false },
    });
    sink.fate = () => 'take-and-cut';
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ deferred: 1 });
    sink.fate = () => 'take';
    await makeDue(campaign);
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 1 });
    expect(sink.ledger).toHaveLength(2);
    const [first, second] = sink.ledger.map((one) => one.source.replace(/^Received:.*\n/, ''));
    expect(second).toBe(first);
    expect(first).not.toMatch(/^List-Unsubscribe/m);
  });
});

describe('a relay that cannot be used', () => {
  const issues = [
    {
      is: 'offers no STARTTLS',
      sink: { server: { disabledCommands: ['STARTTLS'], hideSTARTTLS: true } },
      says: /offers no STARTTLS/,
    },
    {
      is: 'strips STARTTLS from its greeting and refuses it',
      sink: { server: { disabledCommands: ['STARTTLS'] } },
      says: /offers no STARTTLS/,
    },
    {
      is: 'has a certificate for another name',
      sink: { name: 'other.example.org' },
      says: /certificate is for another name; expected localhost/,
    },
    {
      is: 'has an expired certificate',
      sink: { certificateEnds: new Date('2020-01-01') },
      says: /certificate has expired/,
    },
    {
      is: 'has a certificate of an unknown authority',
      sink: {},
      relay: { authority: null },
      says: /authority that is not known/,
    },
    {
      is: 'speaks no TLS later than 1.1',
      sink: { server: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } },
      says: /TLS 1\.2 or later/,
    },
    {
      is: 'refuses the password',
      sink: { login: { user: 'clinic', password: 'right' } },
      relay: { user: 'clinic', wrong: true },
      says: /refused the user or the password \(535\)/,
    },
    {
      is: 'does not answer at all',
      sink: {},
      relay: { port: 1 },
      says: /nothing answers there/,
    },
  ] as const;

  it.each(issues)('since it $is: nothing is sent, the campaign says why and waits', async (one) => {
    await sinkWith(one.sink as never);
    const { wrong, ...over } = { wrong: false, ...('relay' in one ? one.relay : {}) };
    const sealed = world.keys.seal('wrong', TRANSPORT_CONTEXT).toString('base64');
    await world.relayTo(sink, { ...over, ...(wrong && { passwordSealed: sealed }) });
    const contacts = await world.addContacts(12);
    const campaign = await world.launch(contacts);
    await dispatchOnce(world.deps());
    expect(sink.ledger).toEqual([]);
    expect(sink.inClear).toEqual([]);
    expect(await world.counts(campaign)).toEqual({ queued: 12 });
    const held = await world.campaign(campaign);
    expect(held.state).toBe('running');
    expect(held.held_reason).toMatch(/^Nothing was sent: the mail server at localhost/);
    expect(held.held_reason).toMatch(one.says);
    expect(held.held_until?.getTime()).toBeGreaterThan(Date.now());
    // while it is held nothing is claimed, and the audience is whole
    expect(await dispatchOnce(world.deps())).toBe(0);
    await world.database
      .updateTable('campaigns')
      .set({ state: 'cancelled' })
      .where('id', '=', campaign)
      .execute();
  });

  it('is tried again when the hold is over, and all go out then', async () => {
    await sinkWith({ name: 'other.example.org' });
    const campaign = await world.launch(await world.addContacts(4));
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ queued: 4 });
    await sink.close();
    await sinkWith();
    await world.database.updateTable('campaigns').set({ held_until: new Date() }).execute();
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 4 });
    expect(await world.campaign(campaign)).toMatchObject({ state: 'done', held_reason: null });
  });
});

describe('the gate at dispatch', () => {
  it('refuses whoever opted out while the campaign was queued', async () => {
    await sinkWith();
    const [stays = '', leaves = ''] = await world.addContacts(2);
    const campaign = await world.launch([stays, leaves]);
    await optOut(leaves);
    await dispatchOnce(world.deps());
    const byId = new Map((await world.rows(campaign)).map((row) => [row.contact_id, row]));
    expect(byId.get(stays)).toMatchObject({ state: 'accepted' });
    expect(byId.get(leaves)).toMatchObject({
      state: 'refused',
      verdict: 'forbid',
      code: 'opted_out_all',
    });
    expect(byId.get(leaves)?.citations).not.toEqual([]);
    expect(sink.ledger).toHaveLength(1);
  });

  it('decides anew whom something about consent was recorded of before the hand-over', async () => {
    await sinkWith();
    const { campaign, recipients, handOver, settle, close } = await launchAndClaim(world, 1);
    await optOut(recipients[0]?.contactId ?? '');
    expect(await handOver()).toEqual(new Set());
    await settle('queued');
    await close();
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign.id)).toEqual({ refused: 1 });
    expect(sink.ledger).toEqual([]);
  });

  it('decides anew who waited too long for a connection', async () => {
    await sinkWith();
    const contacts = await world.addContacts(2);
    const campaign = await world.launch(contacts);
    sink.delay = 2_500;
    const done = dispatchOnce(world.deps({ limits: { connections: 1 } }));
    const waiting = await whoWaitsForA(campaign, contacts);
    await optOut(waiting);
    await done;
    const byId = new Map((await world.rows(campaign)).map((row) => [row.contact_id, row]));
    expect(byId.get(waiting)).toMatchObject({ state: 'refused', code: 'opted_out_all' });
    expect(await world.counts(campaign)).toEqual({ accepted: 1, refused: 1 });
  });

  it('refuses with a sentence whom a field of the template is not known of', async () => {
    await sinkWith();
    const campaign = await world.launch(await world.addContacts(1, { given_name: ' ' }));
    await dispatchOnce(world.deps());
    const [row] = await world.rows(campaign);
    expect(row).toMatchObject({ state: 'refused', code: 'missing_value' });
    expect(row?.reason).toContain('“Given name”');
  });

  it('suppresses whom there is no address for, and whoever asked for another one', async () => {
    await sinkWith();
    const nobody = await world.addContacts(1, { email: 'not an address' });
    const [other = ''] = await world.addContacts(1);
    await inTransaction(world.database, (tx) =>
      recordConsent(tx, world.keys, [
        {
          contactId: other,
          fact: { kind: 'confidential_communication', wish: 'other_address' },
          source: 'staff',
          actor: 'system',
          at: new Date(),
        },
      ]),
    );
    const campaign = await world.launch([...nobody, other]);
    await dispatchOnce(world.deps());
    expect(sink.ledger).toEqual([]);
    const byId = new Map((await world.rows(campaign)).map((row) => [row.contact_id, row]));
    expect(byId.get(nobody[0] ?? '')).toMatchObject({ state: 'suppressed', code: 'no_address' });
    expect(byId.get(other)).toMatchObject({ state: 'suppressed', code: 'no_other_address' });
  });

  it('writes to the other address that somebody asked for, and never to the usual one', async () => {
    await sinkWith();
    await world.relayTo(sink);
    const contacts = await world.addContacts(2);
    const asked = (address: string | null) => (contactId: string) => ({
      contactId,
      fact: { kind: 'confidential_communication' as const, wish: 'other_address' as const },
      source: 'staff',
      actor: 'system',
      at: new Date(),
      ...(address !== null && {
        evidence: sealEvidence(world.keys, contactId, { otherAddress: address }),
      }),
    });
    await inTransaction(world.database, (tx) =>
      recordConsent(tx, world.keys, [
        ...contacts.slice(0, 1).map(asked('elsewhere@example.org')),
        ...contacts.slice(1).map(asked(null)),
      ]),
    );
    const campaign = await world.launch(contacts);
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 1, suppressed: 1 });
    expect(sink.ledger.map(({ to }) => to)).toEqual(['elsewhere@example.org']);
  });

  it('asks about the mail server of today: one without an agreement gets nothing', async () => {
    await sinkWith();
    await world.relayTo(sink, { underBaa: false });
    const campaign = await world.launch(await world.addContacts(1));
    await dispatchOnce(world.deps());
    expect((await world.rows(campaign))[0]).toMatchObject({ state: 'refused', code: 'no_baa' });
    expect(sink.ledger).toEqual([]);
  });
});

/** A database that goes away once: when it has recorded a hand-over, and before it says so. */
function thatGoesAway(database: Database, meanwhile: () => Promise<unknown>): Database {
  const handOvers = new WeakSet<object>();
  let gone = false;
  return database.withPlugin({
    transformQuery({ node, queryId }) {
      const said = RawNode.is(node) ? node.sqlFragments[0] : undefined;
      if (said?.includes('prepared: hand_over')) handOvers.add(queryId);
      return node;
    },
    async transformResult({ queryId, result }) {
      if (gone || !handOvers.has(queryId)) return result;
      gone = true;
      await meanwhile();
      throw new Error('Connection terminated unexpectedly');
    },
  });
}

describe('a hand-over whose answer is lost', () => {
  it('leaves nobody in doubt, though others took back the batch meanwhile', async () => {
    await sinkWith();
    const campaign = await world.launch(await world.addContacts(3));
    const takenBack = async () => {
      await endLeases(world.database);
      await reapBatches(world.database);
      expect(await world.counts(campaign)).toEqual({ uncertain: 3 });
    };
    const database = thatGoesAway(world.database, takenBack);
    await expect(dispatchOnce(world.deps({ database }))).rejects.toThrow('terminated');
    expect(await world.counts(campaign)).toEqual({ queued: 3 });
    await makeDue(campaign);
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 3 });
    expect(sink.ledger).toHaveLength(3);
  });
});

describe('a campaign that is cancelled while one waits for a connection', () => {
  it('leaves nobody waiting', async () => {
    await sinkWith();
    const contacts = await world.addContacts(2);
    const campaign = await world.launch(contacts);
    sink.delay = 2_500;
    const done = dispatchOnce(world.deps({ limits: { connections: 1 } }));
    await whoWaitsForA(campaign, contacts);
    await cancel(campaign);
    await done;
    expect(await world.counts(campaign)).toEqual({ accepted: 1, suppressed: 1 });
    expect(sink.ledger).toHaveLength(1);
  });
});

describe('a journal that cannot be written', () => {
  it('holds the campaign and says why; nothing is sent until it can', async () => {
    await sinkWith();
    const journalDirectory = join(world.journalDirectory, '..', 'full');
    writeFileSync(journalDirectory, '');
    const campaign = await world.launch(await world.addContacts(3));
    await dispatchOnce(world.deps({ journalDirectory }));
    expect(sink.ledger).toEqual([]);
    expect(await world.counts(campaign)).toEqual({ queued: 3 });
    const { held_reason: reason } = await world.campaign(campaign);
    expect(reason).toMatch(/journal of this server cannot be written/);
    rmSync(journalDirectory);
    mkdirSync(journalDirectory);
    await world.database
      .updateTable('campaigns')
      .set({ held_until: new Date(0) })
      .execute();
    await dispatchOnce(world.deps({ journalDirectory }));
    expect(await world.counts(campaign)).toEqual({ accepted: 3 });
    expect(await world.campaign(campaign)).toMatchObject({ state: 'done', held_reason: null });
  });
});

/** Which of two was handed over and waits while the other is under way. */
async function whoWaitsForA(campaign: string, contacts: readonly string[]): Promise<string> {
  let begun: string | undefined;
  sink.fate = (to) => {
    begun = to;
    return 'take';
  };
  await until(() => begun !== undefined);
  const addresses = await addressesOf(contacts);
  const waiting = contacts.find((_, i) => addresses[i] !== begun);
  const handed = await world.database
    .selectFrom('send_batches')
    .select('handed_over')
    .where('campaign_id', '=', campaign)
    .execute();
  expect(handed.flatMap((batch) => batch.handed_over)).toContain(waiting);
  return waiting ?? '';
}

async function optOut(contactId: string): Promise<void> {
  await inTransaction(world.database, (tx) =>
    recordConsent(tx, world.keys, [
      {
        contactId,
        fact: { kind: 'opted_out', scope: 'all_commercial' },
        source: 'page',
        actor: 'contact',
        at: new Date(),
      },
    ]),
  );
}

async function addressesOf(ids: readonly string[]): Promise<readonly string[]> {
  const { loadDefinitions, openContacts } = await import('../contacts/index.ts');
  const definitions = await loadDefinitions(world.database, world.organizationId);
  const { database, keys, organizationId } = world;
  const opened = await openContacts(database, keys, organizationId, ids, definitions);
  return ids.map((id) => String(opened.get(id)?.attributes.email));
}

describe('a row that was altered', () => {
  it('fails by itself and holds up nobody else', async () => {
    await sinkWith();
    const contacts = await world.addContacts(12);
    const campaign = await world.launch(contacts);
    await world.database
      .updateTable('contacts')
      .set({ identity_sealed: Buffer.from('altered') })
      .where('id', '=', contacts[4] ?? '')
      .execute();
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 11, failed: 1 });
    const failed = (await world.rows(campaign)).find((row) => row.state === 'failed');
    expect(failed).toMatchObject({ contact_id: contacts[4], code: 'record_broken' });
  });
});

describe('a campaign whose books do not add up', () => {
  it('is not closed, says so, and keeps no other from being sent', async () => {
    await sinkWith();
    const broken = await world.launch(await world.addContacts(3));
    const [lost] = await world.rows(broken);
    await world.database
      .deleteFrom('sends')
      .where('campaign_id', '=', broken)
      .where('contact_id', '=', lost?.contact_id ?? '')
      .execute();
    await dispatchOnce(world.deps());
    const fine = await world.launch(await world.addContacts(3));
    await dispatchOnce(world.deps());
    expect((await world.campaign(fine)).state).toBe('done');
    const { state, held_reason } = await world.campaign(broken);
    expect(state).toBe('running');
    expect(held_reason).toContain('could not be closed');
    await world.database
      .updateTable('campaigns')
      .set({ state: 'cancelled' })
      .where('id', '=', broken)
      .execute();
  });
});

describe('a relay that ends connections', () => {
  it('is come back to later when it says 421 before the message, and everybody gets it once', async () => {
    await sinkWith();
    const campaign = await world.launch(await world.addContacts(30));
    let said = 0;
    sink.fate = () => (said++ % 5 === 4 ? { rcpt: 421, text: '4.4.5 busy' } : 'take');
    await dispatchOnce(world.deps({ limits: { connections: 3 } }));
    const { accepted = 0, deferred = 0, ...others } = await world.counts(campaign);
    expect(others).toEqual({});
    expect(accepted + deferred).toBe(30);
    expect(deferred).toBeGreaterThan(0);
    expect(sink.ledger).toHaveLength(accepted);
    sink.fate = () => 'take';
    await makeDue(campaign);
    await dispatchOnce(world.deps());
    expect(await world.counts(campaign)).toEqual({ accepted: 30 });
    expect(new Set(sink.ledger.map((one) => one.messageId)).size).toBe(30);
    expect(sink.ledger).toHaveLength(30);
  });
});
