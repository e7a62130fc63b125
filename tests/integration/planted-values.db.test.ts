import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../packages/server/src/audit/index.ts';
import { dispatchOnce } from '../../packages/server/src/delivery/index.ts';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';
import { paper } from '../support/authorization.ts';

/** One marked value for each attribute of one person, and for one whose row is rejected. */
const PLANTED = {
  'First name': 'Zyxgiven',
  'Last name': 'Zyxfamily',
  Email: 'zyxmail@zyxhost.example.org',
  Phone: '5559071234',
  MRN: 'ZYXMRN77',
  'Member ID': 'ZYXMEMBER88',
  Street: '77 Zyxstreet',
  City: 'Zyxcity',
  Plan: 'Zyxplan',
  Department: 'Zyxdepartment',
  Conditions: 'Q87.1',
  Drugs: '99887766',
};
const REJECTED = 'zyxbroken-at-nowhere';
/** At which events authorizations of theirs end, in free words: off a paper, and from a file. */
const ENDS = ['Zyxdialysis ends', 'Zyxcounselling is over'];
const SECRETS = [...Object.values(PLANTED), REJECTED, 'Zyxtown', 'Zyxfile', ...ENDS];

const PAPER = paper({ informationScope: 'none', signedOn: '2026-01-02' });

let world: ApiWorld;
let owner: Client;
let contactId: string;
let campaignId: string;
/** Everything that came back as an error. */
const problems: string[] = [];

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  await walk();
});
afterAll(() => world.close());

const ask: Client['request'] = async (...asked) => {
  const answer = await owner.request(...asked);
  if (answer.status >= 400) problems.push(answer.text);
  return answer;
};

/** The whole relay, and every mistake on its way, with marked values in it. */
async function walk() {
  const heads = Object.keys(PLANTED);
  const row = Object.values(PLANTED);
  const bad = heads.map((head) => (head === 'Email' ? REJECTED : head === 'MRN' ? '' : 'Zyxtown'));
  const csv = [heads, row, bad].map((line) => line.join(',')).join('\n');
  const { body, headers } = fileUpload('Zyxfile.csv', csv);
  const upload = await ask('POST', 'imports', body, headers);
  const columns = upload.json.columns as { index: number; suggested: string | null }[];
  const mapping = columns.flatMap(({ index, suggested }) =>
    suggested === null ? [] : [{ column: index, attribute: suggested }],
  );
  expect(mapping).toHaveLength(heads.length);
  await ask('POST', `imports/${upload.json.import.id}/start`, {
    mapping: [...mapping, mapping[0]],
  });
  await ask('POST', `imports/${upload.json.import.id}/start`, { mapping, source: 'own_records' });
  for (;;) {
    const { json } = await ask('GET', `imports/${upload.json.import.id}`);
    if (json.state === 'done') break;
    expect(json.state).toBe('running');
    await sleep(50);
  }
  await ask('GET', `imports/${upload.json.import.id}/rejects`);

  const found = await ask('POST', 'contacts/search', { text: PLANTED.Email });
  contactId = found.json.data[0].id;
  await ask('POST', 'contacts/search', { text: REJECTED });
  await ask('GET', 'contacts');
  await ask('GET', `contacts/${contactId}`);
  await ask('GET', `contacts/${PLANTED.Email}`);
  await signsUntil();
  await ask('POST', 'segments/count', {
    tree: { op: 'equals', attribute: 'email', value: PLANTED.Email },
  });
  await ask('POST', 'segments/count', {
    tree: { op: 'before', attribute: 'birth_date', day: 'Zyxtown' },
  });
  await ask('POST', 'segments', { name: 7, tree: PLANTED.Email });

  const tree = { op: 'underCode', attribute: 'conditions', code: PLANTED.Conditions };
  const segment = await ask('POST', 'segments', { name: 'Rare', tree });
  const link =
    '<mj-text><a href="https://www.example.org/visit">Visit</a> {{ city }} {{ drugs }}</mj-text>';
  const source = {
    subject: 'For {{ given_name }}',
    preheader: '',
    mjml: `<mjml><mj-body><mj-section><mj-column>${link}</mj-column></mj-section></mj-body></mjml>`,
    text: '',
  };
  await ask('POST', 'templates', { name: 'Bad', ...source, subject: '{{ conditions }}' });
  const template = await ask('POST', 'templates', { name: 'Visit', ...source });
  const preview = await ask('POST', 'templates/preview', { ...source, contactId });
  expect(preview.json.refused).toBe(null);
  expect(preview.json.rendered.text).toContain(PLANTED.City);
  const campaign = await ask('POST', 'campaigns', {
    name: 'Visit',
    goal: null,
    segmentId: segment.json.id,
    templateId: template.json.id,
    stream: 'marketing',
    interview: { about: 'care_coord', drug: null, encourages: true, payment: 'none', payer: null },
  });
  campaignId = campaign.json.id;
  await ask('GET', `campaigns/${campaignId}/review`);
  await ask('GET', `campaigns/${campaignId}/review/people`);
  const launched = await ask('POST', `campaigns/${campaignId}/launch`);
  expect(launched.json.states).toMatchObject({ audience: 1, waiting: 1 });
  await dispatchOnce(world.delivery);
  const people = await ask('GET', `campaigns/${campaignId}/people`);
  expect(people.json.data[0]).toMatchObject({ state: 'accepted', email: PLANTED.Email });

  const mail = await ask('GET', 'sandbox/messages');
  const message = await ask('GET', `sandbox/messages/${mail.json.data[0].id}`);
  expect(message.json.to).toContain(PLANTED.Email);
  const links = String(message.json.text).match(/https:\/\/mail\.example\.org[\w/-]+/g) ?? [];
  for (const url of new Set(links)) {
    const { pathname } = new URL(url);
    for (const secret of SECRETS) expect(pathname).not.toContain(secret);
    await world.app.inject({ method: 'GET', url: pathname });
    await world.app.inject({ method: 'GET', url: `${pathname}/${PLANTED.Email}` });
    if (pathname.startsWith('/u/')) await world.app.inject({ method: 'POST', url: pathname });
  }
  await ask('GET', `contacts/${contactId}/history`);
  await ask('GET', `campaigns/${campaignId}/report`);
  await signsUp();
  await ask('GET', 'audit');
}

/** The same person at a sign-up form, with mistakes and without: what waits there is sealed. */
async function signsUp() {
  const content = { name: 'Website', title: 'News', about: '', promise: '', topicIds: [] };
  const rest = { asked: ['given_name', 'zip'], places: [], active: true };
  const { json } = await ask('POST', 'sign-up-forms', { ...content, ...rest });
  const { pathname: url } = new URL(String(json.address));
  const page = await world.app.inject({ method: 'GET', url });
  const mark = /name="mark" value="([\w-]+)"/.exec(page.body)?.[1] ?? '';
  const answers = { mark, email: PLANTED.Email, given_name: PLANTED['First name'] };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const [over, status] of [
    [{ email: REJECTED }, 422],
    [{ zip: 'Zyxtown' }, 422],
    [{}, 200],
  ] as const) {
    const payload = new URLSearchParams({ ...answers, ...over }).toString();
    const { statusCode } = await world.app.inject({ method: 'POST', url, headers, payload });
    expect(statusCode).toBe(status);
  }
  const waiting = world.database.selectFrom('confirmations').select('id').execute();
  expect(await waiting).toHaveLength(1);
}

/** Two authorizations that end at an event which says something of the person: on paper, and in a file. */
async function signsUntil() {
  const [onPaper, inFile] = ENDS;
  const document = { ...PAPER, expiry: { kind: 'event', name: onPaper } };
  const body = { kind: 'authorization_signed', document };
  expect((await ask('POST', `contacts/${contactId}/consent`, body)).status).toBe(201);
  await ask('POST', `contacts/${contactId}/consent`, {
    ...body,
    document: { ...document, signedOn: '2999-01-01' },
  });
  const cells = {
    record_number: PLANTED.MRN,
    event: 'authorization_signed',
    at: '2026-01-02',
    kinds: 'marketing',
    categories: 'all',
    information_scope: 'none',
    expiry: `event: ${inFile}`,
    representative: 'no',
    combined_with: 'none',
    conditioned_on_treatment: 'no',
    known_false: 'no',
  };
  const csv = [Object.keys(cells), Object.values(cells)].map((line) => line.join(',')).join('\n');
  const file = fileUpload('Zyxfile.csv', csv);
  const { json } = await ask('POST', 'consent-imports/consents', file.body, file.headers);
  const leaves = async (state: string) => {
    while ((await ask('GET', `consent-imports/${json.id}`)).json.state === state) await sleep(50);
  };
  await leaves('checking');
  await ask('POST', `consent-imports/${json.id}/write`);
  await leaves('writing');
  expect((await ask('GET', `consent-imports/${json.id}`)).json).toMatchObject({ valid: 1 });
}

/** Nowhere in any letter case, nor as the bytes of a base64 or hexadecimal form. */
function expectNone(where: string, text: string) {
  const low = text.toLowerCase();
  for (const secret of SECRETS) {
    for (const form of [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ]) {
      expect(low.includes(form.toLowerCase()), `${secret} in ${where}`).toBe(false);
    }
  }
}

describe('a patient’s values', () => {
  it('reached the message, so that this test can fail', async () => {
    const { json } = await ask('GET', `contacts/${contactId}`);
    expect(json.values).toMatchObject({ given_name: 'Zyxgiven', plan: 'Zyxplan' });
  });

  it.each(ENDS)('come back wherever the ledger is read: %s', async (name) => {
    const purpose = { purpose: 'own_review' };
    for (const [method, url, body] of [
      ['GET', `contacts/${contactId}`],
      ['GET', `contacts/${contactId}/consent`],
      ['GET', `contacts/${contactId}/consent/letter`],
      ['GET', `contacts/${contactId}/consent/evidence`],
      ['POST', `contacts/${contactId}/consent/fhir`, purpose],
      ['POST', 'consent-exports/consents', purpose],
      ['POST', 'consent-exports/fhir', purpose],
    ] as const) {
      const answer = await owner.request(method, url, body);
      expect([url, answer.status, answer.text.includes(name)]).toEqual([url, 200, true]);
    }
  });

  it('appear in no log line, at the chattiest level', () => {
    expect(world.logged.length).toBeGreaterThan(30);
    expectNone('the log', world.logged.join('\n'));
  });

  it('appear in no error', () => {
    expect(problems.length).toBeGreaterThanOrEqual(6);
    expectNone('an error', problems.join('\n'));
  });

  it('lie in no table in clear: jobs, audit entries and everything else', async () => {
    const { pool } = world.test;
    const { rows: tables } = await pool.query<{ name: string }>(`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`);
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const { rows } = await pool.query(`select * from ${name}`);
      // a Buffer reads as its hexadecimal digits, and as text
      const text = JSON.stringify(rows, (_, value) =>
        value?.type === 'Buffer'
          ? Buffer.from(value.data).toString('hex') + Buffer.from(value.data).toString('latin1')
          : value,
      );
      // a segment's literal is what a marketer asks, and no patient's value
      expectNone(
        name,
        name.endsWith('segments') || name.endsWith('campaigns')
          ? text.replaceAll('Q87.1', '')
          : text,
      );
    }
  });

  it('are behind every look that was taken, each in the ledger, which is intact', async () => {
    const { rows } = await world.test.pool.query<{ action: string }>(
      'select action from audit_entries',
    );
    const actions = new Set(rows.map(({ action }) => action));
    const expected = [
      'import.uploaded',
      'import.started',
      'import.finished',
      'import.rejects_read',
      'contact.searched',
      'contact.viewed',
      'contact.previewed',
      'segment.created',
      'template.created',
      'campaign.launched',
      'campaign.finished',
      'message.viewed',
      'consent.unsubscribed',
    ];
    expect(expected.filter((action) => !actions.has(action))).toEqual([]);
    expect((await verifyAudit(world.database, world.keys)).intact).toBe(true);
  });

  it('stop at once when the person unsubscribes', async () => {
    const { json } = await ask('GET', `contacts/${contactId}`);
    expect(json.standing.optOuts).toEqual(['all_commercial']);
  });
});
