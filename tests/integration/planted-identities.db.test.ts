import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { dispatchOnce } from '../../packages/server/src/delivery/index.ts';
import {
  beginRotation,
  rotationState,
  runRotation,
  watchKeys,
} from '../../packages/server/src/keys/index.ts';
import { depositMessage } from '../../packages/server/src/portal/index.ts';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';
import { silent } from '../support/sending-world.ts';

const HEADS = ['First name', 'Last name', 'Email', 'Phone', 'MRN', 'Street', 'City', 'Department'];
/** 200 people, each with marked values of their own in every attribute. */
const PEOPLE = Array.from({ length: 200 }, (_, at) => {
  const n = String(1_000 + at);
  return [
    `Qzgiven${n}`,
    `Qzfamily${n}`,
    `qzmail${n}@qzhost${n}.example.org`,
    `555907${n}`,
    `QZMRN${n}`,
    `${n} Qzstreet`,
    `Qzcity${n}`,
    `Qzdepartment${n}`,
  ];
});
const FILE = 'Qzfile.csv';
const WORDS = 'Qzwords of a message';

let world: ApiWorld;
let owner: Client;

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  await walk();
});
afterAll(() => world.close());

async function walk() {
  const broken = PEOPLE[0]?.map((value) => (value.includes('@') ? 'Qzbroken-address' : value));
  const csv = [HEADS, ...PEOPLE, broken ?? []].map((line) => line.join(',')).join('\n');
  const { body, headers } = fileUpload(FILE, csv);
  const { json } = await owner.request('POST', 'imports', body, headers);
  const columns = json.columns as { index: number; suggested: string | null }[];
  const mapping = columns.flatMap(({ index, suggested }) =>
    suggested === null ? [] : [{ column: index, attribute: suggested }],
  );
  expect(mapping).toHaveLength(HEADS.length);
  await owner.request('POST', `imports/${json.import.id}/start`, {
    mapping,
    source: 'own_records',
  });
  for (;;) {
    const { state } = (await owner.request('GET', `imports/${json.import.id}`)).json;
    if (state === 'done') break;
    expect(state).toBe('running');
    await sleep(50);
  }
  const email = PEOPLE[7]?.[2];
  const found = await owner.request('POST', 'contacts/search', { text: email });
  const contactId: string = found.json.data[0].id;
  await owner.request('GET', `contacts/${contactId}`);
  const segment = await owner.request(
    'POST',
    'segments',
    { name: 'All', tree: { op: 'and', of: [] } },
    { 'idempotency-key': randomUUID() },
  );
  expect(segment.status).toBe(201);
  const mjml =
    '<mjml><mj-body><mj-section><mj-column><mj-text>{{ city }} <a href="https://www.example.org/">Go</a></mj-text></mj-column></mj-section></mj-body></mjml>';
  const source = { subject: 'For {{ given_name }}', preheader: '', mjml, text: '' };
  const template = await owner.request('POST', 'templates', { name: 'Visit', ...source });
  const campaign = await owner.request('POST', 'campaigns', {
    name: 'Visit',
    goal: null,
    segmentId: segment.json.id,
    templateId: template.json.id,
    stream: 'marketing',
    interview: { about: 'care_coord', drug: null, encourages: true, payment: 'none', payer: null },
  });
  const launched = await owner.request('POST', `campaigns/${campaign.json.id}/launch`);
  expect(launched.json.states).toMatchObject({ audience: 200 });
  await dispatchOnce(world.delivery);
  await depositMessage(world.database, world.keys, {
    organizationId: world.organizationId,
    campaignId: campaign.json.id,
    contactId,
    rendered: { subject: WORDS, html: '', text: WORDS },
    now: new Date(),
  });
  const heads = 'record_number,email,event';
  const consents = PEOPLE.slice(0, 50).map((one) => `${one[4]},${one[2]},opted_out`);
  const file = fileUpload('Qzconsents.csv', [heads, ...consents, 'Qznobody,x,y'].join('\n'));
  const taken = await owner.request('POST', 'consent-imports/consents', file.body, file.headers);
  expect(taken.status).toBeLessThan(300);
  for (;;) {
    const { state } = (await owner.request('GET', `consent-imports/${taken.json.id}`)).json;
    if (state === 'checked') break;
    expect(state).toBe('checking');
    await sleep(50);
  }
  await world.signIn('marketer');
}

/** In clear, as hexadecimal digits, and as base64 at each of the three places where it can begin. */
function formsOf(value: string): readonly string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.from(' '.repeat(shift) + value).toString('base64');
    // what stands at the ends depends on its neighbours
    return text.slice(Math.ceil((shift * 8) / 6), -4).replace(/=+$/, '');
  });
  return [value, Buffer.from(value).toString('hex'), ...shifted.filter((form) => form.length > 8)];
}

/** Everything that a copy of the database holds, table by table, and its bytes as text too. */
async function dump(): Promise<ReadonlyMap<string, string>> {
  const { pool } = world.test;
  const { rows: tables } = await pool.query<{ name: string }>(`
    select format('%I.%I', nspname, relname) as name
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'm') and nspname not in ('pg_catalog', 'information_schema')
      and nspname not like 'pg_toast%'`);
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} as t`);
    const text = rows.map(({ row }) => row).join('\n');
    const bytes = text.replaceAll(/\\x([0-9a-f]+)/g, (_, hex: string) =>
      Buffer.from(hex, 'hex').toString('latin1'),
    );
    found.set(name, `${text}\n${bytes}`.toLowerCase());
  }
  return found;
}

const GRAM = 8;

/** Each text is gone through once, whatever the number of values. */
async function planted() {
  const values = [...PEOPLE.flat(), 'Qzbroken-address', FILE, WORDS];
  const forms = new Map<string, string[]>();
  for (const form of values.flatMap(formsOf).map((one) => one.toLowerCase())) {
    const gram = form.slice(0, GRAM);
    forms.set(gram, [...(forms.get(gram) ?? []), form]);
  }
  const found = [];
  for (const [name, text] of await dump()) {
    for (let at = 0; at + GRAM <= text.length; at += 1) {
      const known = forms.get(text.slice(at, at + GRAM));
      const form = known?.find((one) => text.startsWith(one, at));
      if (form !== undefined) found.push(`${form} in ${name}`);
    }
  }
  return found;
}

it('finds a value that is in clear, in each of its forms', () => {
  const value = PEOPLE[3]?.[2] ?? '';
  for (const before of ['', 'a', 'ab', 'abc']) {
    const text = Buffer.from(`${before}${value} and more`).toString('base64');
    expect(formsOf(value).some((form) => text.includes(form))).toBe(true);
  }
});

it('finds none of 200 people in any table: contacts, imports, sends, portal, jobs, audit, sessions', async () => {
  const { rows } = await world.test.pool.query('select count(*)::int as count from contacts');
  expect(rows).toEqual([{ count: 200 }]);
  expect(await planted()).toEqual([]);
});

it('finds none after the key was changed, and everything of them opens', async () => {
  const { database, keyring: ring, keyStore: store, organizationId } = world;
  const now = () => new Date();
  const watch = await watchKeys({ database, ring, store, log: silent, now }, { every: 3_600_000 });
  await inTransaction(database, (tx) => beginRotation(tx, store, organizationId, now()));
  const deps = { database, keyring: ring, store, now, settleSeconds: 0 };
  await runRotation(deps, organizationId, AbortSignal.timeout(30_000), () => watch.look());
  expect(await rotationState(database, organizationId)).toMatchObject({
    state: 'finished',
    problem: null,
  });
  await watch.look();
  expect(await planted()).toEqual([]);
  const { json } = await owner.request('POST', 'contacts/search', { text: PEOPLE[9]?.[2] });
  expect(json.data[0]).toMatchObject({ email: PEOPLE[9]?.[2] });
  const mail = await owner.request('GET', 'sandbox/messages');
  expect(mail.json.data.length).toBeGreaterThan(0);
  await watch.close();
});
