import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type MailSink, startMailSink } from '../../../../tests/support/mail-sink.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { loadConsent, openEvidence, recordConsent } from '../consent/index.ts';
import { inTransaction } from '../database/index.ts';
import { dispatchOnce, linkToken, messageLinks } from '../delivery/index.ts';
import { PIXEL, recordClick, recordOpen, unsubscribe, unsubscribePage } from './index.ts';

const LINKS = ['https://www.example.org/visit?from=mail', 'https://www.example.org/more'];
const person = { head: false };

let db: TestDatabase;
let world: SendingWorld;
let sink: MailSink;
let later = 0;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  sink = await startMailSink();
  await world.relayTo(sink);
});
afterAll(async () => {
  await sink.close();
  await world.close();
  await db.drop();
});

const deps = () => ({
  database: world.database,
  keyring: world.keyring,
  now: () => new Date(Date.now() + later),
});

async function sent(communication = {}) {
  const [contactId = ''] = await world.addContacts(1);
  const campaignId = await world.launch([contactId], { communication });
  await dispatchOnce(world.deps());
  const subject = { campaignId, contactId };
  return { ...subject, token: linkToken(world.keys, 1, subject) };
}

const eventsOf = (campaignId: string) =>
  world.database
    .selectFrom('events')
    .select(['kind', 'link', 'machine', 'contact_id'])
    .where('campaign_id', '=', campaignId)
    .orderBy('at')
    .execute();

const optOuts = async (contactId: string) => {
  const events = await loadConsent(world.database, world.keys, [contactId]);
  return (events.get(contactId) ?? []).map(({ fact, source }) => ({ ...fact, source }));
};

describe('the links of a message', () => {
  it('are all of the product itself, and each leads to what stood in the template', async () => {
    const { token, campaignId, contactId } = await sent();
    later = 60_000;
    const source = sink.ledger.at(-1)?.source.replaceAll(/=\r\n/g, '').replaceAll('=3D', '=') ?? '';
    const urls = [...source.matchAll(/(?:href|src)="([^"]+)"/g)].map((match) => match[1]);
    expect(urls.length).toBeGreaterThanOrEqual(4);
    for (const url of urls) expect(url).toMatch(/^https:\/\/mail\.example\.org\/[coup]\/[\w-]{86}/);
    expect(urls).toContain(`https://mail.example.org/p/${token}`);
    expect(source).not.toContain(LINKS[1]);
    for (const id of [campaignId, contactId]) expect(source).not.toContain(id);

    for (const [place, target] of LINKS.entries()) {
      expect(await recordClick(deps(), token, String(place), person)).toEqual({
        kind: 'redirect',
        target,
      });
    }
    expect(await eventsOf(campaignId)).toEqual([
      { kind: 'click', link: 0, machine: false, contact_id: contactId },
      { kind: 'click', link: 1, machine: false, contact_id: contactId },
    ]);
  });

  it.each(['2', '-1', '01', '1.0', '', 'x', '0/https://evil.example', '99999', '1e0'])(
    'lead nowhere for a place that is not in the template: %j',
    async (place) => {
      const { token, campaignId } = await sent();
      expect(await recordClick(deps(), token, place, person)).toEqual({ kind: 'unknown' });
      expect(await eventsOf(campaignId)).toEqual([]);
    },
  );

  it('lead nowhere when altered, of another organization, or for nobody in the audience', async () => {
    const { token, campaignId } = await sent();
    const altered = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`;
    const nobody = { campaignId, contactId: crypto.randomUUID() };
    const tokens = [altered, linkToken(world.keys, 2, nobody), linkToken(world.keys, 1, nobody)];
    for (const one of [...tokens, '', 'x', `${token}A`, '__proto__']) {
      expect(await recordClick(deps(), one, '0', person)).toEqual({ kind: 'unknown' });
      expect(await recordOpen(deps(), one, person)).toEqual({ kind: 'unknown' });
      expect(await unsubscribe(deps(), one, 'one-click')).toEqual({ kind: 'unknown' });
      expect(await unsubscribePage(deps(), one)).toEqual({ kind: 'unknown' });
    }
    expect(await eventsOf(campaignId)).toEqual([]);
  });

  it('count as a machine when asked with HEAD or sooner than anybody reads', async () => {
    const { token, campaignId } = await sent();
    later = 0;
    await recordOpen(deps(), token, person);
    later = 60_000;
    await recordOpen(deps(), token, { head: true });
    await recordOpen(deps(), token, person);
    const events = await eventsOf(campaignId);
    expect(events.map((event) => event.machine)).toEqual([true, true, false]);
  });

  it('show a GIF of one pixel', () => {
    expect(PIXEL.subarray(0, 6).toString()).toBe('GIF89a');
    expect([PIXEL.readUInt16LE(6), PIXEL.readUInt16LE(8)]).toEqual([1, 1]);
  });

  it('prove that a message arrived that was uncertain', async () => {
    const [contactId = ''] = await world.addContacts(1);
    const campaignId = await world.launch([contactId]);
    sink.fate = () => 'take-and-cut';
    await dispatchOnce(world.deps());
    sink.fate = () => 'take';
    expect(await world.counts(campaignId)).toEqual({ uncertain: 1 });
    const token = linkToken(world.keys, 1, { campaignId, contactId });
    await recordOpen(deps(), token, { head: true });
    expect(await world.counts(campaignId)).toEqual({ accepted: 1 });
  });
});

describe('unsubscribing', () => {
  it('keeps what the page said and how it was pressed, sealed', async () => {
    const { token, contactId } = await sent();
    const shown = 'Stop mail from us?';
    const evidence = { address: '192.0.2.7', browser: 'Lynx' };
    await unsubscribe(deps(), token, 'page', { shown, evidence });
    const row = await world.database
      .selectFrom('consent_events')
      .leftJoin('consent_texts', 'consent_texts.id', 'consent_events.shown')
      .select(['body', 'evidence_sealed', 'actor'])
      .where('contact_id', '=', contactId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ body: shown, actor: 'recipient' });
    if (row.evidence_sealed === null) throw new Error('No evidence.');
    expect(row.evidence_sealed.includes('192.0.2.7')).toBe(false);
    expect(openEvidence(world.keys, contactId, row.evidence_sealed)).toEqual({
      identifiedBy: 'link',
      ...evidence,
    });
  });

  it('by GET changes nothing', async () => {
    const { token, campaignId, contactId } = await sent();
    expect(await unsubscribePage(deps(), token)).toEqual({
      kind: 'page',
      organizationName: 'Riverside Family Health',
      scopes: ['all_commercial'],
    });
    expect(await optOuts(contactId)).toEqual([]);
    expect(await eventsOf(campaignId)).toEqual([]);
  });

  it('works for the very next message, one that is queued already too', async () => {
    later = 0;
    const { token, contactId } = await sent();
    const next = await world.launch([contactId]);
    expect((await unsubscribe(deps(), token, 'one-click')).kind).toBe('unsubscribed');
    const before = sink.ledger.length;
    await dispatchOnce(world.deps());
    expect(sink.ledger).toHaveLength(before);
    expect((await world.rows(next))[0]).toMatchObject({ state: 'refused', code: 'opted_out_all' });
  });

  it('twice, and twice at once, is recorded once', async () => {
    const { token, contactId, campaignId } = await sent();
    const twice = () => unsubscribe(deps(), token, 'one-click');
    await Promise.all([twice(), twice(), twice()]);
    await unsubscribe(deps(), token, 'page', { shown: 'Stop mail?', evidence: {} });
    expect(await optOuts(contactId)).toEqual([
      { kind: 'opted_out', scope: 'all_commercial', source: 'one-click' },
    ]);
    expect((await eventsOf(campaignId)).map((event) => event.kind)).toEqual(['unsubscribe']);
    const entries = await world.database
      .selectFrom('audit_entries')
      .select('subject')
      .where('action', '=', 'consent.unsubscribed')
      .execute();
    expect(
      entries.filter(({ subject }) => JSON.stringify(subject).includes(contactId)),
    ).toHaveLength(1);
  });

  it('by the same link, after mail was let in again, is a refusal again and no second figure', async () => {
    const { token, contactId, campaignId } = await sent();
    await unsubscribe(deps(), token, 'one-click');
    const again = {
      contactId,
      fact: { kind: 'opted_in' as const, scope: 'all_commercial' as const },
      source: 'page',
      actor: 'recipient',
      at: new Date(Date.now() + later),
    };
    await inTransaction(world.database, (tx) => recordConsent(tx, world.keys, [again]));
    await unsubscribe(deps(), token, 'one-click');
    expect((await optOuts(contactId)).map(({ kind }) => kind)).toEqual([
      'opted_out',
      'opted_in',
      'opted_out',
    ]);
    expect((await eventsOf(campaignId)).map((event) => event.kind)).toEqual(['unsubscribe']);
  });

  it('of many at once takes no more statements than of one: each gets its own answer', async () => {
    const contacts = await world.addContacts(12);
    const campaignId = await world.launch(contacts);
    await dispatchOnce(world.deps());
    let statements = 0;
    const database = world.database.withPlugin({
      transformQuery({ node }) {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const press = (contactId: string) =>
      unsubscribe(
        { ...deps(), database },
        linkToken(world.keys, 1, { campaignId, contactId }),
        'one-click',
      );
    // to know the organization takes one, once
    await press(crypto.randomUUID());
    const [first = '', ...others] = contacts;
    statements = 0;
    await press(first);
    const ofOne = statements;
    const nobody = crypto.randomUUID();
    const answers = await Promise.all([...others, nobody].map(press));
    // the first of them alone, the rest together
    expect(statements).toBe(3 * ofOne);
    expect(answers.map(({ kind }) => kind)).toEqual([
      ...others.map(() => 'unsubscribed'),
      'unknown',
    ]);
    for (const contactId of contacts) {
      expect(await optOuts(contactId)).toEqual([
        { kind: 'opted_out', scope: 'all_commercial', source: 'one-click' },
      ]);
    }
  });

  it('from an appeal for donations ends appeals, and commercial mail where it was both', async () => {
    const appeal = await sent({ category: 'fundraising', commercial: false });
    await unsubscribe(deps(), appeal.token, 'page');
    expect(await optOuts(appeal.contactId)).toEqual([
      { kind: 'opted_out', scope: 'fundraising', source: 'page' },
    ]);
  });

  it('has an address that the message names in its header, signed and in its text', async () => {
    const { campaignId, contactId } = await sent();
    const links = messageLinks('https://mail.example.org', world.keys, 1, {
      campaignId,
      contactId,
    });
    const source = sink.ledger.at(-1)?.source ?? '';
    const unfolded = source.replaceAll(/\r\n(?=[ \t])/g, '');
    expect(unfolded).toContain(`List-Unsubscribe: <${links.unsubscribe}>`);
    expect(source.replaceAll(/=\r\n/g, '')).toContain(links.unsubscribe);
  });
});
