import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactHistory } from '../../packages/server/src/campaigns/index.ts';
import { loadConsent, recordConsent, suppress } from '../../packages/server/src/consent/index.ts';
import {
  forgetMergedContent,
  loadDefinitions,
  mergedContext,
  writeContacts,
} from '../../packages/server/src/contacts/index.ts';
import { bucketOf, inTransaction } from '../../packages/server/src/database/index.ts';
import { lookOver } from '../../packages/server/src/hygiene/index.ts';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';

let world: ApiWorld;
let admin: Client;
beforeAll(async () => {
  world = await apiWorld();
  admin = await world.as('marketer');
});
afterAll(() => world.close());

const GREY = { given_name: 'Ana', family_name: 'Grey', birth_date: '1980-02-03' };

async function add(attributes: Attributes): Promise<string> {
  const id = v7();
  const definitions = await loadDefinitions(world.database, world.organizationId);
  await inTransaction(world.database, async (tx) => {
    await writeContacts(
      tx,
      world.keys,
      definitions,
      [{ id, attributes, before: null }],
      new Date(),
    );
  });
  return id;
}

async function look(takesMail: (domain: string) => Promise<boolean | null> = async () => null) {
  const { database, keyring } = world;
  const openMailCheck = () => ({ takesMail, close: () => {} });
  const deps = { database, keyring, now: () => new Date(), openMailCheck };
  expect(await lookOver(deps, world.organizationId, new AbortController().signal)).toBe(true);
}

interface Row {
  readonly one: { readonly id: string };
  readonly other: { readonly id: string };
  readonly surety: string;
  readonly reasons: readonly string[];
}
const pairs = async (): Promise<Row[]> =>
  (await admin.request('GET', 'hygiene/duplicates?limit=200')).json.data;
const between = async (a: string, b: string) =>
  (await pairs()).find(
    ({ one, other }) => [one.id, other.id].includes(a) && [one.id, other.id].includes(b),
  );

async function merge(into: string, from: string, values: Record<string, 'into' | 'from'> = {}) {
  const { json } = await admin.request('POST', 'hygiene/duplicates/compare', {
    one: into,
    other: from,
  });
  return admin.request('POST', 'hygiene/duplicates/merge', {
    ...{ into, from, values },
    intoUpdatedAt: json.one.updatedAt,
    fromUpdatedAt: json.other.updatedAt,
  });
}

describe('records that may be one person', () => {
  it('are found by name and birth date, and by address, and told how sure that is', async () => {
    const first = await add({ ...GREY, email: 'ana@example.org', record_number: 'G-1' });
    const second = await add({ ...GREY, given_name: 'ÁNA ', email: 'ANA@example.org' });
    const elsewhere = await add({ ...GREY, email: 'grey@example.net' });
    const family = await add({
      ...{ given_name: 'Tom', family_name: 'Grey', birth_date: '2010-01-01' },
      email: 'ana@example.org',
    });
    await look();
    expect(await between(first, second)).toMatchObject({
      surety: 'sure',
      reasons: ['name', 'birth_date', 'email'],
    });
    expect(await between(first, elsewhere)).toMatchObject({ surety: 'likely' });
    // a family shares an address
    expect((await pairs()).flatMap(({ one, other }) => [one.id, other.id])).not.toContain(family);
  });

  it('stand with the surest first, page by page', async () => {
    const one = { given_name: 'Ida', family_name: 'Vale', phone: '(503) 555-0142' };
    // made first, and the least sure
    await add({ ...one, birth_date: '1950-01-01' });
    await add({ ...one, birth_date: '1990-12-12' });
    const same = { given_name: 'Bo', family_name: 'Marsh', birth_date: '1970-07-07' };
    await add({ ...same, email: 'bo@example.org' });
    await add({ ...same, email: 'bo@example.org' });
    await look();
    const rows: Row[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { json, text } = await admin.request('GET', `hygiene/duplicates?limit=1${next}`);
      expect(text).not.toContain('problem');
      rows.push(...json.data);
      cursor = json.nextCursor;
    }
    const places = rows.map(({ surety }) => ['sure', 'likely', 'possible'].indexOf(surety));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places)).toEqual(new Set([0, 1, 2]));
    expect(rows.map(({ one: { id } }) => id).toSorted()).toEqual(
      (await pairs()).map(({ one: { id } }) => id).toSorted(),
    );
  });

  it('are not shown again once somebody said that they are two people', async () => {
    const twin = { family_name: 'Stone', given_name: 'Kim', birth_date: '1999-09-09' };
    const [one, other] = [await add(twin), await add(twin)];
    await look();
    expect(await between(one, other)).toBeDefined();
    const said = await admin.request('POST', 'hygiene/duplicates/apart', {
      one: other,
      other: one,
    });
    expect(said.status).toBe(200);
    await look();
    expect(await between(one, other)).toBeUndefined();
  });

  it('are shown up to the viewer’s class, and nobody chooses among what they do not see', async () => {
    const sick = { ...GREY, family_name: 'Quill', conditions: ['E11.9'] };
    const [one, other] = [await add(sick), await add({ ...sick, conditions: ['J45'] })];
    const role = {
      name: 'Desk',
      permissions: ['people:read', 'contacts:write'],
      highestClass: 'demographic',
    };
    const owner = await world.as('owner');
    const made = await owner.request('POST', 'roles', role);
    expect(made.status).toBe(201);
    await world.database
      .updateTable('users')
      .set({ roles: [made.json.id] })
      .where('email', '=', 'analyst@example.org')
      .execute();
    const desk = await world.as('analyst');
    const shown = await desk.request('POST', 'hygiene/duplicates/compare', { one, other });
    expect(shown.status).toBe(200);
    expect(shown.json.locked).toContain('conditions');
    expect(shown.text).not.toContain('E11');
    const { updatedAt: intoUpdatedAt } = shown.json.one;
    const body = {
      into: one,
      from: other,
      intoUpdatedAt,
      fromUpdatedAt: shown.json.other.updatedAt,
    };
    const chosen = await desk.request('POST', 'hygiene/duplicates/merge', {
      ...{ ...body, values: { conditions: 'into' } },
    });
    expect(chosen.status).toBe(422);
    expect(
      (await desk.request('POST', 'hygiene/duplicates/merge', { ...body, values: {} })).status,
    ).toBe(201);
    // what nobody chose is put together
    const { json } = await admin.request('GET', `contacts/${one}`);
    expect(json.values.conditions).toEqual(['E11.9', 'J45']);
  });
});

describe('two records made one', () => {
  it('keep the stricter consent, the suppression and a trace of the other', async () => {
    const into = await add({
      ...GREY,
      family_name: 'Vale',
      email: 'vale@example.org',
      record_number: 'V-1',
    });
    const from = await add({
      ...GREY,
      family_name: 'Vale',
      email: 'old@example.org',
      record_number: 'V-2',
    });
    await inTransaction(world.database, async (tx) => {
      await recordConsent(tx, world.keys, [
        {
          contactId: from,
          fact: { kind: 'opted_out', scope: 'marketing' },
          ...{ source: 'staff', actor: 'system', at: new Date() },
        },
      ]);
      const end = {
        reason: 'hard_bounce',
        detail: null,
        source: 'returns',
        at: new Date(),
      } as const;
      await suppress(tx, world.keys, { email: 'old@example.org', ...end });
    });
    const done = await merge(into, from, { email: 'from', family_name: 'into' });
    expect(done.status).toBe(201);
    const { json } = await admin.request('GET', `contacts/${into}`);
    expect(json.values.email).toBe('old@example.org');
    expect(json.standing.optOuts).toContain('marketing');
    expect(json.standing.suppressed.reason).toBe('hard_bounce');
    expect(json.merged).toMatchObject([{ id: from }]);
    // the old record leads to the one that the person has now
    expect((await admin.request('GET', `contacts/${from}`)).json.id).toBe(into);
  });

  it('take what is said under the old id later, and once alone', async () => {
    const [into, from] = [
      await add({ ...GREY, family_name: 'Moss' }),
      await add({ ...GREY, family_name: 'Moss' }),
    ];
    expect((await merge(into, from)).status).toBe(201);
    await inTransaction(world.database, async (tx) => {
      await recordConsent(tx, world.keys, [
        {
          contactId: from,
          fact: { kind: 'opted_out', scope: 'all_commercial' },
          ...{ source: 'one-click', actor: 'recipient', at: new Date() },
        },
      ]);
    });
    const ledger = await loadConsent(world.database, world.keys, [into, from]);
    expect(ledger.get(into)?.map(({ fact }) => fact.kind)).toEqual(['opted_out']);
    expect(ledger.get(from) ?? []).toEqual([]);
  });

  it('are not merged when one of them was changed since it was looked at', async () => {
    const [into, from] = [
      await add({ ...GREY, family_name: 'Fern' }),
      await add({ ...GREY, family_name: 'Fern' }),
    ];
    const stale = new Date(0).toISOString();
    const refused = await admin.request('POST', 'hygiene/duplicates/merge', {
      ...{ into, from, values: {}, intoUpdatedAt: stale, fromUpdatedAt: stale },
    });
    expect(refused.status).toBe(409);
    expect((await admin.request('GET', `contacts/${from}`)).json.id).toBe(from);
  });

  it('are found by the record number of either in the next import, and keep the one', async () => {
    const into = await add({ ...GREY, family_name: 'Reed', record_number: 'R-1' });
    const from = await add({ ...GREY, family_name: 'Reed', record_number: 'R-2' });
    expect((await merge(into, from, { record_number: 'into' })).status).toBe(201);
    await importRow('record_number,city\nR-2,Springfield\n');
    const { json } = await admin.request('GET', `contacts/${into}`);
    expect(json.values).toMatchObject({ city: 'Springfield', record_number: 'R-1' });
    expect(
      (await admin.request('POST', 'contacts/search', { text: 'R-2' })).json.data,
    ).toHaveLength(1);
  });

  it('show what was sent to both, and lead on when they are merged again', async () => {
    const [a, b, c] = [await add(GREY), await add(GREY), await add(GREY)];
    await world.database
      .insertInto('events')
      .values({
        ...{ bucket: bucketOf(a), organization_id: world.organizationId, contact_id: a },
        ...{ campaign_id: v7(), id: v7(), kind: 'open', link: null, at: new Date() },
      })
      .execute();
    expect((await merge(b, a)).status).toBe(201);
    expect((await merge(c, b)).status).toBe(201);
    expect(await contactHistory(world.database, world.organizationId, c)).toHaveLength(1);
    expect((await admin.request('GET', `contacts/${a}`)).json.id).toBe(c);
  });

  it('keep what the other said for ninety days, sealed, and no longer', async () => {
    const [into, from] = [await add(GREY), await add({ ...GREY, city: 'Lost' })];
    expect((await merge(into, from)).status).toBe(201);
    const kept = () =>
      world.database
        .selectFrom('merged_contacts')
        .select('content_sealed')
        .where('bucket', '=', bucketOf(from))
        .where('contact_id', '=', from)
        .executeTakeFirstOrThrow();
    const day = 86_400_000;
    await forgetMergedContent(world.database, new Date(Date.now() + 89 * day));
    const { content_sealed: sealed } = await kept();
    expect(world.keys.openJson(sealed ?? Buffer.alloc(0), mergedContext(from))).toMatchObject({
      city: 'Lost',
    });
    await forgetMergedContent(world.database, new Date(Date.now() + 91 * day));
    expect((await kept()).content_sealed).toBeNull();
  });

  it('go together when the person is deleted', async () => {
    const into = await add({ ...GREY, record_number: 'D-1' });
    const from = await add({ ...GREY, record_number: 'D-2' });
    expect((await merge(into, from)).status).toBe(201);
    const officer = await world.as('privacy_officer');
    expect((await officer.request('DELETE', `contacts/${into}`)).status).toBe(200);
    const { rows } = await sql`select from merged_contacts
      where contact_id = ${from} and content_sealed is not null`.execute(world.database);
    expect(rows).toHaveLength(0);
    expect((await admin.request('POST', 'contacts/search', { text: 'D-2' })).json.data).toEqual([]);
  });
});

it('makes a segment of those who were sent something long ago and have not engaged since', async () => {
  const quiet = await add({ email: 'quiet@example.org' });
  const lively = await add({ email: 'lively@example.org' });
  const fresh = await add({ email: 'fresh@example.org' });
  const day = 86_400_000;
  const campaign = v7();
  const send = (contactId: string, daysAgo: number) => ({
    ...{ bucket: bucketOf(contactId), organization_id: world.organizationId },
    ...{ contact_id: contactId, campaign_id: campaign, state: 'accepted' as const },
    settled_at: new Date(Date.now() - daysAgo * day),
  });
  await world.database
    .insertInto('sends')
    .values([send(quiet, 400), send(lively, 400), send(fresh, 5)])
    .execute();
  await world.database
    .insertInto('events')
    .values({
      ...{ bucket: bucketOf(lively), organization_id: world.organizationId, contact_id: lively },
      ...{ campaign_id: campaign, id: v7(), kind: 'click', link: 0 },
      at: new Date(Date.now() - 100 * day),
    })
    .execute();
  const made = await admin.request('POST', 'hygiene/segments', { of: 'unengaged', months: 12 });
  expect(made.status).toBe(201);
  const { json } = await admin.request('GET', `segments/${made.json.id}/people`);
  expect(json.data.map(({ id }: { id: string }) => id)).toEqual([quiet]);
});

describe('addresses', () => {
  const found = async (kind: string): Promise<string[]> =>
    (await admin.request('GET', `hygiene/addresses/${kind}/people?limit=200`)).json.data.map(
      ({ id }: { id: string }) => id,
    );

  it('that cannot be, or are not one person’s, are listed and can be suppressed', async () => {
    const nowhere = await add({ email: 'somebody@clinic.invalid' });
    const office = await add({ email: 'info@example.org' });
    const minutes = await add({ email: 'x@mailinator.com' });
    await look();
    expect(await found('impossible')).toContain(nowhere);
    expect(await found('role')).toContain(office);
    expect(await found('disposable')).toContain(minutes);
    const segment = await admin.request('POST', 'hygiene/segments', { of: 'role' });
    expect(segment.status).toBe(201);
    const members = await admin.request('GET', `segments/${segment.json.id}/people`);
    expect(members.json.data.map(({ id }: { id: string }) => id)).toEqual([office]);
    const url = 'hygiene/addresses/role/suppress';
    const done = await admin.request('POST', url, { cursor: null });
    expect(done.json).toEqual({ suppressed: 1, nextCursor: null });
    const { json } = await admin.request('GET', `contacts/${office}`);
    expect(json.standing.suppressed.reason).toBe('by_hand');
    expect((await admin.request('POST', url, { cursor: null })).json.suppressed).toBe(0);
  });

  it('of domains that take no mail are found where mail leaves, and a look-up that failed is no answer', async () => {
    const dead = await add({ email: 'a@gone.example' });
    const silent = await add({ email: 'a@silent.example' });
    const asked: string[] = [];
    const takesMail = async (domain: string) => {
      asked.push(domain);
      return domain === 'gone.example' ? false : domain === 'silent.example' ? null : true;
    };
    await look(takesMail);
    expect(asked).toEqual([]);
    const transport = { kind: 'direct', helloName: 'mail.example.org' };
    await world.database
      .updateTable('organizations')
      .set({ transport: JSON.stringify(transport) })
      .execute();
    await look(takesMail);
    expect(await found('no_mail')).toEqual([dead]);
    expect(await found('no_mail')).not.toContain(silent);
    // what was heard holds for a while; what nobody could say is asked again
    asked.length = 0;
    await look(takesMail);
    expect(asked).toEqual(['silent.example']);
    const { json } = await admin.request('GET', 'hygiene');
    expect(json.look).toMatchObject({ state: 'done', domainsAsked: true, domainsUnknown: 1 });
  });
});

async function importRow(csv: string): Promise<void> {
  const upload = fileUpload('rows.csv', csv);
  const made = await admin.request('POST', 'imports', upload.body, upload.headers);
  expect(made.status).toBe(201);
  const { id } = made.json.import;
  const mapping = csv
    .split('\n', 1)[0]
    ?.split(',')
    .map((attribute, column) => ({ column, attribute }));
  const started = await admin.request('POST', `imports/${id}/start`, {
    mapping,
    source: 'own_records',
  });
  expect(started.status).toBe(202);
  for (;;) {
    const { json } = await admin.request('GET', `imports/${id}`);
    if (json.state === 'done') return;
    expect(json.state).not.toBe('failed');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
