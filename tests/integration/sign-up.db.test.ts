import type { ConsentFact } from '@postern/core/consent';
import { recipientAt, wishesAt } from '@postern/core/consent';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTopic,
  forgetPerson,
  loadConsent,
  loadLedger,
  recordConsent,
  suppress,
} from '../../packages/server/src/consent/index.ts';
import {
  contactsByEmailToken,
  loadDefinitions,
  openContacts,
} from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { expireConfirmations } from '../../packages/server/src/forms/index.ts';
import { type ApiWorld, apiWorld, fileUpload } from '../support/api.ts';

const HOUR = 3_600_000;
const CONTENT = {
  name: 'Website',
  title: 'Our newsletter',
  about: 'Once a month, what happens at the clinic.',
  promise: 'We give your address to nobody.',
  asked: ['given_name', 'zip'],
  places: ['https://www.example.org'],
  active: true,
};

let world: ApiWorld;
let [walking, cooking] = ['', ''];
let form: { id: string; version: number; path: string };

beforeAll(async () => {
  world = await apiWorld();
  [walking, cooking] = [await addTopic('Walking group'), await addTopic('Cooking')];
  form = await makeForm();
});
afterAll(() => world.close());

const addTopic = async (name: string) =>
  (
    await inTransaction(world.database, (tx) =>
      createTopic(tx, world.organizationId, { name, description: `On ${name}` }, new Date()),
    )
  ).id;

async function makeForm(over = {}) {
  const marketer = await world.as('marketer');
  const topicIds = [walking, cooking];
  const made = await marketer.request('POST', 'sign-up-forms', { ...CONTENT, topicIds, ...over });
  expect(made.status).toBe(201);
  const { id, version, address } = made.json;
  return { id: String(id), version: Number(version), path: new URL(String(address)).pathname };
}

const figures = async (id: string) =>
  (await (await world.as('marketer')).request('GET', `sign-up-forms/${id}`)).json.figures;

let visitors = 0;
/** Each from a network address of their own, so that no test is braked by another. */
const post = (url: string, body: URLSearchParams) =>
  world.app.inject({
    method: 'POST',
    url,
    remoteAddress: `192.0.2.${(visitors += 1) % 250}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Zyxbrowser',
    },
    payload: body.toString(),
  });

const get = (url: string) => world.app.inject({ method: 'GET', url });

async function fillIn(path: string, email: string, more: Record<string, string> = {}) {
  const mark = /name="mark" value="([\w-]+)"/.exec((await get(path)).body)?.[1] ?? '';
  return post(path, new URLSearchParams({ mark, email, topic: walking, ...more }));
}

const mailedTo = (address: string) => world.mailed.filter((mail) => mail.address === address);
const linkIn = (text: string | undefined) =>
  /https:\/\/mail\.example\.org(\/confirm\/[\w-]+)/.exec(text ?? '')?.[1] ?? '';

/** Asks, and waits for the mail. */
async function ask(email: string, more: Record<string, string> = {}) {
  const before = mailedTo(email).length;
  expect((await fillIn(form.path, email, more)).statusCode).toBe(200);
  await expect.poll(() => mailedTo(email)).toHaveLength(before + 1);
  return linkIn(mailedTo(email).at(-1)?.text);
}

const press = (url: string) => post(url, new URLSearchParams());

async function idsOf(email: string) {
  const token = world.keys.lookupToken('email', email);
  const found = await contactsByEmailToken(world.database, world.organizationId, [token]);
  return found.get(token.toString('hex')) ?? [];
}

async function attributesOf(id: string) {
  const { database, keys, organizationId } = world;
  const definitions = await loadDefinitions(database, organizationId);
  const contacts = await openContacts(database, keys, organizationId, [id], definitions);
  return contacts.get(id)?.attributes;
}

async function ledgerOf(id: string) {
  return (await loadConsent(world.database, world.keys, [id])).get(id) ?? [];
}

async function record(contactId: string, ...facts: ConsentFact[]) {
  const at = new Date(Date.now() - 60_000);
  const by = { contactId, source: 'staff', actor: 'system', at };
  await inTransaction(world.database, (tx) =>
    recordConsent(
      tx,
      world.keys,
      facts.map((fact) => ({ ...by, fact })),
    ),
  );
}

/** Puts people on file by a file, as an import does. */
async function imported(...lines: string[]) {
  const marketer = await world.as('marketer');
  const { body, headers } = fileUpload('people.csv', `mrn,mail\n${lines.join('\n')}\n`);
  const { json } = await marketer.request('POST', 'imports', body, headers);
  const mapping = [
    { column: 0, attribute: 'record_number' },
    { column: 1, attribute: 'email' },
  ];
  await marketer.request('POST', `imports/${json.import.id}/start`, {
    mapping,
    source: 'own_records',
  });
  const state = async () => (await marketer.request('GET', `imports/${json.import.id}`)).json.state;
  await expect.poll(state, { timeout: 15_000 }).toBe('done');
}

describe('signing up', () => {
  it('puts nobody on file before the button behind the mailed link is pressed', async () => {
    const email = 'zyxann@example.com';
    const url = await ask(email, { given_name: 'Zyxann', zip: '97201', topic: walking });
    expect(await idsOf(email)).toEqual([]);
    for (const method of ['GET', 'HEAD'] as const) {
      expect((await world.app.inject({ method, url })).statusCode).toBe(200);
    }
    expect(await idsOf(email)).toEqual([]);
    for (const _ of [1, 2]) expect((await press(url)).body).toContain('It is confirmed');
    const [id = '', ...others] = await idsOf(email);
    expect(others).toEqual([]);
    expect(await attributesOf(id)).toEqual({
      ...{ email, given_name: 'Zyxann', zip: '97201', relation: 'prospect' },
    });
    expect((await ledgerOf(id)).map(({ fact }) => fact)).toEqual([
      { kind: 'opted_in', scope: 'marketing' },
      { kind: 'opted_in', scope: `topic:${walking}` },
      // of what they did not choose they get nothing
      { kind: 'opted_out', scope: `topic:${cooking}` },
    ]);
  });

  it('keeps the proof: source, time, text shown with its version, method, who asked from where', async () => {
    const email = 'proof@example.com';
    await press(await ask(email));
    const [id = ''] = await idsOf(email);
    const { entries } = await loadLedger(world.database, world.keys, id);
    const page = (await get(form.path)).body;
    for (const { source, actor, shown, evidence } of entries) {
      expect([source, actor, shown?.kind]).toEqual(['sign_up', 'recipient', `sign_up:${form.id}`]);
      expect(shown?.version).toBe(1);
      for (const line of shown?.body.split('\n') ?? []) expect(page).toContain(line);
      expect(evidence).toMatchObject({
        browser: 'Zyxbrowser',
        identifiedBy: expect.stringContaining('confirmed opt-in'),
        asked: { browser: 'Zyxbrowser' },
      });
    }
    const audit = await world.database
      .selectFrom('audit_entries')
      .select(['actor', 'action', 'subject'])
      .where('action', '=', 'consent.confirmed')
      .execute();
    expect(audit.at(-1)?.subject).toEqual({
      ...{ contactId: id, signUpFormId: form.id, events: 3, isNew: true },
    });
  });

  it('says the same whoever has the address, and of a machine that fills in what nobody sees', async () => {
    await imported('Q-1,known@example.com');
    const pages = new Set<string>();
    for (const email of ['known@example.com', 'unknown@example.com']) {
      pages.add((await fillIn(form.path, email)).body);
    }
    const trapped = await fillIn(form.path, 'machine@example.com', { website: 'x' });
    pages.add(trapped.body);
    expect(pages.size).toBe(1);
    await expect.poll(() => mailedTo('unknown@example.com')).toHaveLength(1);
    expect(mailedTo('machine@example.com')).toEqual([]);
  });

  it('mails an address three times a day and no more, and deletes what is not confirmed', async () => {
    const email = 'often@example.com';
    const [url] = [await ask(email), await ask(email), await ask(email)];
    expect((await fillIn(form.path, email.toUpperCase())).statusCode).toBe(200);
    world.clock.ahead = 71 * HOUR;
    expect((await get(url)).statusCode).toBe(200);
    world.clock.ahead = 73 * HOUR;
    expect((await get(url)).statusCode).toBe(404);
    expect((await press(url)).statusCode).toBe(404);
    await expireConfirmations(world.database, new Date(Date.now() + 73 * HOUR));
    world.clock.ahead = 0;
    expect(mailedTo(email)).toHaveLength(3);
    expect(await idsOf(email)).toEqual([]);
    const left = await world.database.selectFrom('confirmations').selectAll().execute();
    expect(left).toEqual([]);
  });

  it('keeps what was typed nowhere in clear while it waits', async () => {
    await ask('zyxwaits@zyxhost.example', { given_name: 'Zyxgiven' });
    const rows = await world.database.selectFrom('confirmations').selectAll().execute();
    const texts = await world.database.selectFrom('consent_texts').selectAll().execute();
    const audit = await world.database.selectFrom('audit_entries').selectAll().execute();
    const all = JSON.stringify([rows, texts, audit]);
    const bytes = rows.map(({ sealed }) => sealed?.toString('latin1') ?? '');
    for (const text of [all, ...bytes, ...world.logged])
      expect(text).not.toMatch(/zyxwaits|Zyxgiven/i);
    expect(rows.at(-1)?.sealed?.length).toBeGreaterThan(0);
  });

  it.each([
    ['no address', { email: 'nobody' }, 'Enter your email address'],
    ['no topic', { topic: '' }, 'Choose at least one'],
    ['a name over two lines', { zip: 'Zyxville' }, 'Enter a ZIP code'],
  ])('is not taken with %s, which is said beside what was typed', async (_, over, sentence) => {
    const { statusCode, body } = await fillIn(form.path, 'typed@example.com', over);
    expect([statusCode, body.includes(sentence)]).toEqual([422, true]);
    expect(body).toContain('role="alert"');
    expect(mailedTo('typed@example.com')).toEqual([]);
  });
});

describe('who refused before', () => {
  it('comes back to mailings by their own confirmed act, and to nothing else', async () => {
    const email = 'back@example.com';
    await imported(`Q-2,${email}`);
    const [id = ''] = await idsOf(email);
    await record(
      id,
      { kind: 'opted_out', scope: 'all_commercial' },
      { kind: 'opted_out', scope: 'fundraising' },
      { kind: 'opted_out', scope: `topic:${cooking}` },
      { kind: 'restriction_agreed' },
      { kind: 'frequency_chosen', most: 1, period: 'month' },
    );
    await press(await ask(email, { given_name: 'Zyxother' }));
    expect(await idsOf(email)).toEqual([id]);
    const at = new Date(Date.now() + HOUR).toISOString();
    const events = await ledgerOf(id);
    expect(recipientAt(events, at)).toMatchObject({
      optOuts: ['fundraising'],
      restriction: 'agreed',
    });
    expect(wishesAt(events, at)).toMatchObject({
      leftTopics: [cooking],
      frequency: { most: 1, period: 'month' },
    });
    // what was typed changes nothing that is on file, and they are no prospect
    expect(await attributesOf(id)).toEqual({ email, record_number: 'Q-2' });
  });

  it.each<[string, () => ConsentFact]>([
    ['unsubscribed', () => ({ kind: 'opted_out', scope: 'all_commercial' })],
    ['left mailings', () => ({ kind: 'opted_out', scope: 'marketing' })],
    ['left the topic', () => ({ kind: 'opted_out', scope: `topic:${walking}` })],
    ['complained', () => ({ kind: 'complained' })],
  ])('is let in by no link that was mailed before they %s, and can ask anew', async (how, of) => {
    const email = `later-${how.replaceAll(' ', '-')}@example.com`;
    await imported(`U-${how},${email}`);
    const [id = ''] = await idsOf(email);
    const url = await ask(email);
    const no = { contactId: id, fact: of(), source: 'page', actor: 'recipient', at: new Date() };
    await inTransaction(world.database, (tx) => recordConsent(tx, world.keys, [no]));
    const pressed = await press(url);
    expect(pressed.statusCode).toBe(404);
    expect(pressed.body).toContain('you chose otherwise since');
    expect((await ledgerOf(id)).map(({ fact }) => fact)).toEqual([no.fact]);
    expect((await press(await ask(email))).body).toContain('It is confirmed');
  });

  it('is let in by each of two links, whatever the first form left out', async () => {
    const email = 'two-links@example.com';
    const [first, second] = [await ask(email), await ask(email, { topic: cooking })];
    for (const url of [first, second]) expect((await press(url)).statusCode).toBe(200);
    const [id = ''] = await idsOf(email);
    const at = new Date(Date.now() + HOUR).toISOString();
    expect(wishesAt(await ledgerOf(id), at).leftTopics).toEqual([]);
  });

  it('comes back too when they were deleted, while what others keep for them stands', async () => {
    const email = 'deleted@example.com';
    await imported(`Q-3,${email}`);
    const [id = ''] = await idsOf(email);
    await record(
      id,
      { kind: 'opted_out', scope: 'marketing' },
      { kind: 'opted_out', scope: 'fundraising' },
      { kind: 'restriction_agreed' },
    );
    await inTransaction(world.database, (tx) => forgetPerson(tx, world.keys, id, new Date()));
    await press(await ask(email));
    const [again = ''] = await idsOf(email);
    expect(again).not.toBe(id);
    const at = new Date(Date.now() + HOUR).toISOString();
    expect(recipientAt(await ledgerOf(again), at)).toMatchObject({
      optOuts: ['fundraising'],
      restriction: 'agreed',
    });
  });

  it.each<[string, string, ConsentFact]>([
    ['who asked for no mail', 'nomail', { kind: 'confidential_communication', wish: 'no_email' }],
    [
      'who has another address',
      'other',
      { kind: 'confidential_communication', wish: 'other_address' },
    ],
    ['who has died', 'dead', { kind: 'deceased', on: null }],
  ])('gets no mail to confirm: %s', async (_, name, fact) => {
    const email = `${name}@example.com`;
    await imported(`R-${name},${email}`);
    const [id = ''] = await idsOf(email);
    await record(id, fact);
    expect((await fillIn(form.path, email)).statusCode).toBe(200);
    await ask(`after-${email}`);
    expect(mailedTo(email)).toEqual([]);
  });

  it('gets none after a complaint either: staff lets the address in again', async () => {
    const email = 'complained@example.com';
    const end = { email, reason: 'complaint' as const, detail: null, source: 'returns' };
    await inTransaction(world.database, (tx) =>
      suppress(tx, world.keys, { ...end, at: new Date() }),
    );
    expect((await fillIn(form.path, email)).statusCode).toBe(200);
    await ask(`after-${email}`);
    expect(mailedTo(email)).toEqual([]);
  });

  it('does not speak for a family that shares the address', async () => {
    const email = 'family@example.com';
    await imported(`S-1,${email}`, `S-2,${email}`);
    const family = await idsOf(email);
    for (const id of family) await record(id, { kind: 'opted_out', scope: 'marketing' });
    await press(await ask(email));
    await press(await ask(email));
    const all = await idsOf(email);
    expect(all).toHaveLength(3);
    for (const id of family) expect(await ledgerOf(id)).toHaveLength(1);
  });
});

describe('a prospect', () => {
  it('becomes a patient when an import brings their record number, and both are kept', async () => {
    const own = await makeForm({ name: 'Fair' });
    const email = 'prospect@example.com';
    await fillIn(own.path, email);
    await expect.poll(() => mailedTo(email)).toHaveLength(1);
    await press(linkIn(mailedTo(email)[0]?.text));
    expect(await figures(own.id)).toEqual({ asked: 1, confirmed: 1, prospects: 1, patients: 0 });
    await imported(`T-1,${email}`);
    const [id = '', ...others] = await idsOf(email);
    expect(others).toEqual([]);
    expect(await attributesOf(id)).toMatchObject({ relation: 'patient', record_number: 'T-1' });
    expect(await figures(own.id)).toEqual({ asked: 1, confirmed: 1, prospects: 1, patients: 1 });
    const row = await world.database
      .selectFrom('prospects')
      .selectAll()
      .where('contact_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.patient_since?.getTime()).toBeGreaterThan(row.since.getTime());
  });
});

describe('the form', () => {
  it('is shown in a frame of the sites that it names, sets no cookie and runs nothing', async () => {
    const { headers, body } = await get(form.path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'self' https://www.example.org");
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).not.toMatch(/<script|https?:/);
  });

  it('is not taken on a page that reads otherwise by now, nor while it is off', async () => {
    const own = await makeForm({ name: 'Changing' });
    const mark = /name="mark" value="([\w-]+)"/.exec((await get(own.path)).body)?.[1] ?? '';
    const marketer = await world.as('marketer');
    const content = { ...CONTENT, topicIds: [walking, cooking] };
    const put = (over: object, version: number) =>
      marketer.request(
        'PUT',
        `sign-up-forms/${own.id}`,
        { ...content, ...over },
        {
          'if-match': `"${version}"`,
        },
      );
    expect((await put({ promise: 'Something else.' }, 1)).json.version).toBe(2);
    expect((await put({}, 1)).status).toBe(412);
    const body = new URLSearchParams({ mark, email: 'late@example.com', topic: walking });
    expect((await post(own.path, body)).statusCode).toBe(409);
    expect((await put({ active: false }, 2)).status).toBe(200);
    expect((await get(own.path)).statusCode).toBe(404);
    expect((await post(own.path, body)).statusCode).toBe(404);
    expect(mailedTo('late@example.com')).toEqual([]);
  });

  it.each([
    ['a topic that is not in use', { topicIds: [v7()] }, '/topicIds/0'],
    ['a site with a path', { topicIds: [], places: ['https://example.org/a'] }, '/places/0'],
    ['a site in clear', { topicIds: [], places: ['http://example.org'] }, '/places/0'],
    ['a policy of its own', { topicIds: [], places: ['https://a.test;script-src *'] }, '/places/0'],
  ])('cannot name %s', async (_, over, pointer) => {
    const marketer = await world.as('marketer');
    const refused = await marketer.request('POST', 'sign-up-forms', { ...CONTENT, ...over });
    expect([refused.status, refused.json.errors?.[0]?.pointer]).toEqual([422, pointer]);
  });

  it('is for those who may put people on file', async () => {
    const analyst = await world.as('analyst');
    expect((await analyst.request('GET', 'sign-up-forms')).status).toBe(403);
  });

  it('leads nowhere by an altered link, or one for something else', async () => {
    const url = await ask('altered@example.com');
    const altered = `${url.slice(0, -2)}${url.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const one of [altered, '/confirm/x', `/p/${url.split('/').at(-1)}`]) {
      expect((await get(one)).statusCode).toBe(404);
    }
    expect((await press(altered)).statusCode).toBe(404);
    expect(await idsOf('altered@example.com')).toEqual([]);
  });
});
