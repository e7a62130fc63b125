import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { returnPath } from '../../packages/server/src/delivery/return-path.ts';
import { countAccepted, countReturned } from '../../packages/server/src/shaping/index.ts';
import { arf, dsn, ORIGINAL, plain } from '../returns/samples.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';

const NAME = 'bounces.mail.example.org';
const EMAIL = 'zyxmaria@example.com';

let world: ApiWorld;
let contactId = '';
let path = '';

beforeAll(async () => {
  world = await apiWorld();
  const { database, keys, organizationId } = world;
  contactId = crypto.randomUUID();
  const campaignId = crypto.randomUUID();
  const definitions = await loadDefinitions(database, organizationId);
  await inTransaction(database, (tx) =>
    writeContacts(
      tx,
      keys,
      definitions,
      [{ id: contactId, before: null, attributes: { given_name: 'Zyxmaria', email: EMAIL } }],
      new Date(),
    ),
  );
  const { rows } = await world.test.pool.query<{ number: number }>(
    `with made as (
      insert into campaigns (organization_id, id, name, state, interview, stream)
      values ($1, $2, 'Visit', 'running', '{}', 'marketing') returning number
    ), send as (
      insert into sends (bucket, organization_id, campaign_id, contact_id, state, settled_at)
      values (get_byte(sha256($3::text::bytea), 0), $1, $2, $3::text::uuid, 'accepted', now() + interval '1 minute')
    ) select number from made`,
    [organizationId, campaignId, contactId],
  );
  const subject = { campaignNumber: rows[0]?.number ?? 0, contactId };
  path = returnPath(keys, 1, subject, NAME);
});
afterAll(() => world.close());

const list = async () =>
  (await (await world.as('marketer')).request('GET', 'delivery/returned-mail')).json.data;

describe('what came back, over the API', () => {
  it('is handed in as JSON or as the message itself, and the same one twice is one', async () => {
    const marketer = await world.as('marketer');
    const source = dsn({
      action: 'failed',
      status: '5.1.1',
      to: EMAIL,
      diagnostic: 'smtp; 550 5.1.1 Zyxmaria is unknown here',
    }).replace('Date:', `To: <${path}>\r\nDate:`);
    const first = await marketer.request('POST', 'delivery/returned-mail', { source });
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({ class: 'hard', acted: ['counted', 'suppressed'] });
    const again = await marketer.request('POST', 'delivery/returned-mail', source, {
      'content-type': 'message/rfc822',
    });
    expect(again.json).toEqual({ id: null, class: null, acted: [] });

    const [row] = await list();
    expect(row).toMatchObject({
      class: 'hard',
      status: '5.1.1',
      reason: '550 5.1.1 […] is unknown here',
      person: { contactId, email: EMAIL },
    });
    const opened = await marketer.request('GET', `delivery/returned-mail/${row.id}`);
    expect(opened.json).toMatchObject({ whole: true });
    expect(opened.json.source).toContain(EMAIL);
    const contact = await marketer.request('GET', `contacts/${contactId}`);
    expect(contact.json.standing.suppressed).toMatchObject({ reason: 'hard_bounce' });
    const history = await marketer.request('GET', `contacts/${contactId}/history`);
    expect(history.json.data.map(({ kind }: { kind: string }) => kind)).toContain('bounce');
  });

  it('is filtered by its class, a page at a time', async () => {
    const marketer = await world.as('marketer');
    for (const word of ['one', 'two', 'three']) {
      await marketer.request('POST', 'delivery/returned-mail', {
        source: plain('From: Ana <ana@isp.example.net>\r\nSubject: Hm', word),
      });
    }
    const ask = (query: string) => marketer.request('GET', `delivery/returned-mail?${query}`);
    const page = (await ask('class=unknown&limit=2')).json;
    expect(page.data).toHaveLength(2);
    const rest = (await ask(`class=unknown&limit=2&cursor=${page.nextCursor}`)).json;
    expect(rest.data).toHaveLength(1);
    expect(rest.nextCursor).toBeNull();
    expect((await ask('class=hard')).json.data).toHaveLength(1);
    expect((await ask('class=other')).status).toBe(400);
    expect((await ask('cursor=nonsense')).status).toBe(400);
  });

  it('unsubscribes nobody by a return path that was forged', async () => {
    const marketer = await world.as('marketer');
    const forged = `b-${path.slice(2, 20)}${'a'.repeat(40)}@${NAME}`;
    const source = arf('abuse', `Return-Path: <${forged}>\r\n${ORIGINAL}`);
    const { json } = await marketer.request('POST', 'delivery/returned-mail', { source });
    expect(json).toMatchObject({ class: 'unknown', acted: [] });
    const contact = await marketer.request('GET', `contacts/${contactId}`);
    expect(contact.json.standing.optOuts).toEqual([]);
  });

  it('is for those alone who may see people', async () => {
    const analyst = await world.as('analyst');
    const gets = ['returned-mail', `returned-mail/${contactId}`, 'suppressions', 'providers'];
    for (const get of gets) {
      expect((await analyst.request('GET', `delivery/${get}`)).status).toBe(403);
    }
    const posts = { 'returned-mail': { source: 'x' }, suppressions: { email: EMAIL } };
    for (const [post, body] of Object.entries(posts)) {
      expect((await analyst.request('POST', `delivery/${post}`, body)).status).toBe(403);
    }
  });
});

describe('who is written to no more', () => {
  it('is listed with whoever has the address, and let go by a person', async () => {
    const marketer = await world.as('marketer');
    const added = await marketer.request('POST', 'delivery/suppressions', {
      email: 'Nobody@Example.com',
    });
    expect(added.json).toEqual({ added: true });
    const twice = await marketer.request('POST', 'delivery/suppressions', {
      email: 'nobody@example.com',
    });
    expect(twice.json).toEqual({ added: false });
    const { json } = await marketer.request('GET', 'delivery/suppressions');
    expect(json.data).toMatchObject([
      { reason: 'by_hand', person: null },
      { reason: 'hard_bounce', person: { contactId, email: EMAIL } },
    ]);
    const id = json.data[1].id;
    const release = () => marketer.request('POST', `delivery/suppressions/${id}/release`);
    expect((await release()).json).toEqual({ released: true });
    expect((await release()).status).toBe(404);
    const contact = await marketer.request('GET', `contacts/${contactId}`);
    expect(contact.json.standing.suppressed).toBeNull();
    const bad = await marketer.request('POST', 'delivery/suppressions', { email: 'nobody' });
    expect(bad.status).toBe(422);
  });
});

describe('the providers', () => {
  it('are shown with their rate; one that stopped goes on by a person alone', async () => {
    const marketer = await world.as('marketer');
    await inTransaction(world.database, async (tx) => {
      const at = new Date();
      await countAccepted(tx, world.organizationId, new Map([['gmail.com', 400]]), at);
      await countReturned(tx, world.organizationId, 'gmail.com', 'complaints', at);
      await countReturned(tx, world.organizationId, 'gmail.com', 'complaints', at);
    });
    const { json } = await marketer.request('GET', 'delivery/providers');
    expect(json.feedbackAddress).toMatch(/^f-[a-z2-7]{26}@/);
    expect(json.data[0]).toMatchObject({
      provider: 'gmail.com',
      accepted: 400,
      complaints: 2,
      rate: 0.005,
      verdict: 'stop',
      stoppedSince: expect.any(String),
    });
    const release = () =>
      marketer.request('POST', 'delivery/providers/release', { provider: 'gmail.com' });
    expect((await release()).json).toEqual({ released: true });
    expect((await release()).status).toBe(404);
    const after = await marketer.request('GET', 'delivery/providers');
    expect(after.json.data[0].stoppedSince).toBeNull();
  });
});

it('leaves each look and act in the audit, and nobody’s name in a log', async () => {
  const { rows } = await world.test.pool.query<{ action: string }>(
    'select action from audit_entries',
  );
  const noted = new Set(rows.map(({ action }) => action));
  const expected = [
    'returns.listed',
    'returns.read',
    'returns.taken_in',
    'suppression.listed',
    'suppression.added',
    'suppression.released',
    'provider.released',
  ];
  expect(expected.filter((action) => !noted.has(action))).toEqual([]);
  expect(world.logged.join('\n')).not.toMatch(/zyxmaria|example\.com/i);
});
