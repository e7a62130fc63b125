import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../packages/server/src/access/index.ts';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { expireExports, runExport } from '../../packages/server/src/exports/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { type ApiWorld, apiWorld, type Client, PASSWORD } from '../support/api.ts';

const MARIA = {
  given_name: 'Maria',
  family_name: 'Gomez, Vega',
  email: 'maria@example.org',
  city: '=cmd|calc',
  conditions: ['E11.9', 'I10'],
};
const JOHN = { given_name: 'John', email: 'john@example.org', city: 'Salem', conditions: ['I10'] };
const ASHA = { given_name: 'Asha', email: 'asha@example.org', city: 'Bend', conditions: ['E11.9'] };
const HAS_DIABETES = { op: 'underCode', attribute: 'conditions', code: 'E11' };
const HAS_EMAIL = { op: 'isSet', attribute: 'city' };
const ASKED = { purpose: 'quality_review', note: 'The winter review', attributes: ['city'] };

let world: ApiWorld;
let owner: Client;
/** Takes records out up to the class `service`, by a role of the organization's own. */
let clerk: Client;
let diabetes = '';
let everybody = '';

const segment = async (name: string, tree: unknown) =>
  (await owner.request('POST', 'segments', { name, tree })).json.id;

async function addClerk(email: string): Promise<Client> {
  const { database, organizationId } = world;
  const id = v7();
  await database
    .insertInto('roles')
    .values({
      organization_id: organizationId,
      id,
      name: `Role of ${email}`,
      permissions: ['people:read', 'people:export'],
      highest_class: 'service',
    })
    .execute();
  await addUser(database, { organizationId, email, name: email, roles: [id], password: PASSWORD });
  return world.signInAs(email);
}

/** Asks for a file and waits until it has ended. */
async function made(by: Client, of: string, body: object = ASKED) {
  const asked = await by.request('POST', `segments/${of}/exports`, body);
  expect([asked.status, asked.text]).toEqual([202, expect.anything()]);
  expect(asked.headers['location']).toBe(`/api/v1/exports/${asked.json.id}`);
  for (let found = asked.json; ; ) {
    if (found.state !== 'running') return found;
    await sleep(20);
    found = (await by.request('GET', `exports/${asked.json.id}`)).json;
  }
}

const noted = async (action: string) => {
  const { database, organizationId } = world;
  const { rows } = await sql<{ subject: Record<string, unknown>; actor: string }>`
    select subject, actor from audit_pending
    where organization_id = ${organizationId} and action = ${action}
    union all
    select subject, actor from audit_sealed
    where organization_id = ${organizationId} and action = ${action}`.execute(database);
  return rows.map(({ subject }) => subject);
};

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
  clerk = await addClerk('clerk@example.org');
  const { database, keys, organizationId } = world;
  const definitions = await loadDefinitions(database, organizationId);
  const people = [MARIA, JOHN, ASHA].map((attributes) => ({ id: v7(), before: null, attributes }));
  await inTransaction(database, (tx) => writeContacts(tx, keys, definitions, people, new Date()));
  const asha = people[2]?.id ?? '';
  await owner.request('DELETE', `contacts/${asha}`);
  diabetes = await segment('Diabetes', HAS_DIABETES);
  everybody = await segment('Everybody', HAS_EMAIL);
});
afterAll(() => world.close());

describe('the file of an export', () => {
  it('holds who is in the segment, the attributes asked for and no formula; who was deleted is out', async () => {
    const attributes = ['family_name', 'email', 'city', 'conditions'];
    const one = await made(owner, diabetes, { ...ASKED, attributes });
    expect(one).toMatchObject({ state: 'done', rows: 1, share: 1, note: 'The winter review' });
    const file = await owner.request('GET', `exports/${one.id}/file`);
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="export-${one.id}.csv"`,
      'cache-control': 'private, no-store',
    });
    expect(file.text).toBe(
      '\u{feff}Family name,Email,City,Conditions\r\n"Gomez, Vega",maria@example.org,"\'=cmd|calc",E11.9; I10\r\n',
    );
    expect(Buffer.byteLength(file.text)).toBe(one.bytes);
  });

  it('is sealed at rest, and so is the note', async () => {
    const one = await made(owner, everybody, { ...ASKED, attributes: ['city', 'email'] });
    expect(one.rows).toBe(2);
    for (const table of ['exports', 'export_chunks']) {
      const { rows } = await sql<{ row: string; bytes: Buffer | null }>`
        select row_to_json(t)::text as row, ${sql.ref(table === 'exports' ? 'note_sealed' : 'sealed')} as bytes
        from ${sql.table(table)} t`.execute(world.database);
      expect(rows.length).toBeGreaterThan(0);
      for (const { row, bytes } of rows) {
        for (const planted of ['Salem', 'john@example.org', 'winter']) {
          expect(row).not.toContain(planted);
          expect(bytes?.includes(planted)).not.toBe(true);
        }
      }
    }
  });

  it('is in several pieces where it is large, and holds each person once', async () => {
    const { database, keys, organizationId } = world;
    const definitions = await loadDefinitions(database, organizationId);
    const many = Array.from({ length: 1_500 }, (_, index) => ({
      id: v7(),
      before: null,
      attributes: { state: 'OR', record_number: `R-${index}`, family_name: 'x'.repeat(400) },
    }));
    await inTransaction(database, (tx) => writeContacts(tx, keys, definitions, many, new Date()));
    const of = await segment('Oregon', { op: 'equals', attribute: 'state', value: 'OR' });
    const one = await made(owner, of, { ...ASKED, attributes: ['record_number', 'family_name'] });
    const { text } = await owner.request('GET', `exports/${one.id}/file`);
    const numbers = text
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[0]);
    expect([one.rows, numbers.length, new Set(numbers).size]).toEqual([1_500, 1_500, 1_500]);
    const stored = database.selectFrom('export_chunks').where('export_id', '=', one.id);
    expect((await stored.select('ordinal').execute()).length).toBeGreaterThan(1);
  });

  it('is begun anew where a run was broken off, and whoever came late writes nothing', async () => {
    const { database, organizationId } = world;
    const one = await made(owner, everybody);
    await database
      .updateTable('exports')
      .set({ state: 'running', run_id: v7(), rows: 7, chunks: 3 })
      .where('id', '=', one.id)
      .execute();
    const deps = { database, keyring: world.keyring, now: () => new Date() };
    const ref = { organizationId, exportId: one.id, signal: new AbortController().signal };
    const outcomes = await Promise.all([runExport(deps, ref), runExport(deps, ref)]);
    expect(outcomes.toSorted()).toEqual(['done', 'elsewhere']);
    const file = await owner.request('GET', `exports/${one.id}/file`);
    expect(file.text.split('\r\n').toSorted()).toEqual([
      '',
      '"\'=cmd|calc"',
      'Salem',
      '\u{feff}City',
    ]);
  });

  it('is of the question as it was when it was asked for', async () => {
    const of = await segment('Salem', { op: 'equals', attribute: 'city', value: 'Salem' });
    const one = await made(clerk, of);
    const { headers } = await owner.request('GET', `segments/${of}`);
    const change = { name: 'Salem', tree: HAS_DIABETES };
    const put = await owner.request('PUT', `segments/${of}`, change, {
      'if-match': String(headers['etag']),
    });
    expect(put.status).toBe(200);
    expect((await clerk.request('GET', `exports/${one.id}/file`)).text).toContain('Salem');
    expect((await clerk.request('POST', `segments/${of}/exports`, ASKED)).status).toBe(403);
  });
});

describe('an export', () => {
  it('is for a purpose, which the audit keeps with the number of attributes', async () => {
    const { purpose: _, ...without } = ASKED;
    for (const body of [without, { ...ASKED, purpose: 'curiosity' }]) {
      const { status } = await owner.request('POST', `segments/${everybody}/exports`, body);
      expect(status).toBe(400);
    }
    const other = { ...ASKED, purpose: 'other', note: ' ' };
    const refused = await owner.request('POST', `segments/${everybody}/exports`, other);
    expect(refused.json).toMatchObject({ status: 422, errors: [{ pointer: '/note' }] });
    const one = await made(owner, everybody, { ...ASKED, purpose: 'mail_house' });
    await owner.request('GET', `exports/${one.id}/file`);
    const of = { exportId: one.id, segmentId: everybody };
    const asked = { ...of, purpose: 'mail_house', attributes: 1 };
    expect(await noted('export.asked')).toContainEqual(asked);
    expect(await noted('export.made')).toContainEqual({ ...of, rows: 2 });
    expect(await noted('export.downloaded')).toContainEqual({ ...of, rows: 2 });
  });

  it('is refused above one’s class, naming the attribute', async () => {
    const above = await clerk.request('POST', `segments/${diabetes}/exports`, ASKED);
    expect(above.json).toMatchObject({ status: 403, code: 'class_missing' });
    const attributes = ['city', 'conditions'];
    const column = await clerk.request('POST', `segments/${everybody}/exports`, {
      ...ASKED,
      attributes,
    });
    expect(column.json).toMatchObject({ status: 403, code: 'class_missing' });
    expect(column.json.detail).toContain('The attribute “Conditions”');
    const unknown = { ...ASKED, attributes: ['city', 'shoe_size'] };
    const none = await clerk.request('POST', `segments/${everybody}/exports`, unknown);
    expect(none.json).toMatchObject({ status: 422, errors: [{ pointer: '/attributes/1' }] });
  });

  it('is there for who asked for it and for overseers, and for no other', async () => {
    const one = await made(clerk, everybody);
    const other = await addClerk('other@example.org');
    for (const url of [`exports/${one.id}`, `exports/${one.id}/file`]) {
      expect((await clerk.request('GET', url)).status).toBe(200);
      expect((await owner.request('GET', url)).status).toBe(200);
      expect((await other.request('GET', url)).status).toBe(404);
    }
    expect((await other.request('DELETE', `exports/${one.id}`)).status).toBe(404);
    const list = async (by: Client) =>
      (await by.request('GET', `exports?segmentId=${everybody}`)).json.data;
    expect(await list(other)).toEqual([]);
    expect((await list(clerk)).map(({ id }: { id: string }) => id)).toEqual([one.id]);
    expect((await list(owner)).length).toBeGreaterThan(1);
  });

  it('is not there for another organization', async () => {
    const { database } = world;
    const one = await made(owner, everybody);
    const elsewhere = await inTransaction(database, (tx) =>
      createOrganization(tx, world.keyring.within(tx), {
        name: 'Hillside Clinic',
        postalAddress: '2 Hill Road, Springfield, IL 62701',
        fromName: 'Hillside Clinic',
        fromAddress: 'care@mail.example.net',
        sender: {
          kind: 'provider',
          part2Program: false,
          noticeCoversUse: true,
          noticeCoversFundraising: true,
        },
        demonstration: false,
      }),
    );
    const email = 'elsewhere@example.net';
    const roles = ['administrator'];
    const user = { organizationId: elsewhere, email, name: 'Eve', roles, password: PASSWORD };
    await addUser(database, user);
    const stranger = await world.signInAs(email);
    expect((await stranger.request('GET', 'exports')).json).toEqual({ data: [] });
    expect((await stranger.request('GET', `exports/${one.id}/file`)).status).toBe(404);
    expect((await stranger.request('DELETE', `exports/${one.id}`)).status).toBe(404);
    const asked = await stranger.request('POST', `segments/${everybody}/exports`, ASKED);
    expect(asked.status).toBe(404);
  });

  it('loses its file when somebody deletes it, and after seven days by itself', async () => {
    const { database, keyring, clock } = world;
    const chunksOf = (id: string) =>
      database.selectFrom('export_chunks').select('ordinal').where('export_id', '=', id).execute();
    const one = await made(owner, everybody);
    expect(await chunksOf(one.id)).toHaveLength(1);
    expect((await owner.request('DELETE', `exports/${one.id}`)).status).toBe(204);
    expect(await chunksOf(one.id)).toEqual([]);
    expect((await owner.request('GET', `exports/${one.id}`)).json.state).toBe('deleted');
    expect((await owner.request('GET', `exports/${one.id}/file`)).status).toBe(409);

    const old = await made(owner, everybody);
    const week = 7 * 24 * 3_600_000;
    const now = () => new Date(Date.now() + week);
    clock.ahead = week;
    // at the second, before anybody has cleared it away
    const late = await world.signIn('owner');
    expect((await late.request('GET', `exports/${old.id}/file`)).status).toBe(409);
    clock.ahead = 0;
    expect(await expireExports({ database, keyring, now })).toBeGreaterThan(0);
    expect(await chunksOf(old.id)).toEqual([]);
    expect((await owner.request('GET', `exports/${old.id}`)).json.state).toBe('expired');
    const gone = { exportId: old.id, segmentId: everybody };
    expect(await noted('export.expired')).toContainEqual(gone);
  });
});
