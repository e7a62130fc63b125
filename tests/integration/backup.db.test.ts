import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupMake, backupVerify } from '../../packages/server/src/commands/backup.ts';
import { restore } from '../../packages/server/src/commands/restore.ts';
import { readConfig } from '../../packages/server/src/config/index.ts';
import {
  type Database,
  inTransaction,
  openDatabase,
} from '../../packages/server/src/database/index.ts';
import { dispatchOnce } from '../../packages/server/src/delivery/index.ts';
import { seedDemonstration } from '../../packages/server/src/demo/index.ts';
import { keyring, localKeyStore, type OpenKeyring } from '../../packages/server/src/keys/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';
import { booksOf, sendsOf } from '../support/books.ts';
import { emptyDatabase, type TestDatabase } from '../support/database.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** In every value of one of fifty people, and nowhere else. */
const MARKS = Array.from({ length: 50 }, () => `zyx${randomBytes(4).toString('hex')}`);
const PEOPLE = MARKS.map((mark, number) => {
  return {
    'First name': `${mark}given`,
    'Last name': `${mark}family`,
    Email: `${mark}@${mark}host.example.org`,
    MRN: `MRN${mark}`,
    City: `${mark}town`,
    Plan: number % 5 === 0 ? 'Gold' : `${mark}plan`,
  };
});

let directory: string;
let backup: string;
let increment: string;
let keyFile: string;
let before: Awaited<ReturnType<typeof booksOf>>;
let sentBefore: Awaited<ReturnType<typeof sendsOf>>;
let demonstration: string;
/** What the commands said. */
const said: string[] = [];

const configOf = (url: string, key = keyFile) =>
  readConfig({ HOME: directory, DATABASE_URL: url, POSTERN_KEY_FILE: key }, false);

/** Makes a product with data, backs it up twice, and destroys its database. */
beforeAll(async () => {
  directory = temporaryDirectory('postern-restore-');
  backup = join(directory, 'full.backup');
  increment = join(directory, 'later.backup');
  keyFile = join(directory, 'kek');
  const world = await apiWorld();
  try {
    demonstration = await addDemonstration(world);
    copyFileSync(join(world.keyDirectory, 'kek'), keyFile);
    const client = await world.as('owner');
    await importPeople(client);
    await quietly(() => backupMake(configOf(world.test.url), backup, {}));
    await sendCampaigns(world, client);
    before = await booksOf(world.database, world.keyring);
    sentBefore = await sendsOf(world.database);
    await quietly(() => backupMake(configOf(world.test.url), increment, { since: backup }));
  } finally {
    await world.close();
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a command and keeps what it says. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) stream.write = (text) => said.push(String(text)) > 0;
  try {
    await work();
  } finally {
    streams.forEach((stream, at) => Object.assign(stream, { write: writes[at] }));
  }
}

/** The demonstration's patients, with what they allowed and refused, in an organization of their own. */
function addDemonstration({ database, keyring: ring }: ApiWorld): Promise<string> {
  return inTransaction(database, async (tx) => {
    const id = await createOrganization(tx, ring.within(tx), {
      name: 'Hillside Family Health',
      postalAddress: '200 Hill Road, Portland, OR 97201',
      fromName: 'Hillside Family Health',
      fromAddress: 'care@hillside.example.org',
      sender: {
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: true,
        noticeCoversFundraising: true,
      },
      demonstration: true,
    });
    const keys = await ring.within(tx).of(id);
    await seedDemonstration(tx, keys, { today: '2026-11-22', count: 300 });
    return id;
  });
}

async function importPeople(client: Client): Promise<void> {
  const lines = [Object.keys(PEOPLE[0] ?? {}), ...PEOPLE.map((one) => Object.values(one))];
  const { body, headers } = fileUpload('people.csv', lines.map((one) => one.join(',')).join('\n'));
  const upload = await client.request('POST', 'imports', body, headers);
  const columns = upload.json.columns as { index: number; suggested: string | null }[];
  const mapping = columns.flatMap(({ index, suggested }) =>
    suggested === null ? [] : [{ column: index, attribute: suggested }],
  );
  const start = { mapping, source: 'own_records' };
  const started = await client.request('POST', `imports/${upload.json.import.id}/start`, start);
  expect([started.status < 300, started.text]).toEqual([true, expect.anything()]);
  for (;;) {
    const { json } = await client.request('GET', `imports/${upload.json.import.id}`);
    if (json.state === 'done') break;
    expect(json.state).toBe('running');
    await sleep(50);
  }
}

/** One that is done, one of each stream that waits, and a batch of marketing that is on its way. */
async function sendCampaigns(world: ApiWorld, client: Client): Promise<void> {
  const tree = { op: 'isSet', attribute: 'plan' };
  const segment = await client.request('POST', 'segments', { name: 'Everybody', tree });
  expect([segment.status < 300, segment.text]).toEqual([true, expect.anything()]);
  await client.request('POST', 'segments', {
    name: 'Gold',
    tree: { op: 'equals', attribute: 'plan', value: 'Gold' },
  });
  const { json: found } = await client.request('POST', 'contacts/search', {
    text: PEOPLE[7]?.Email,
  });
  const optOut = { kind: 'opted_out', scope: { kind: 'all_commercial' } };
  await client.request('POST', `contacts/${found.data[0].id}/consent`, optOut);
  const template = await client.request('POST', 'templates', {
    name: 'Visit',
    subject: 'For {{ given_name }}',
    preheader: '',
    mjml: '<mjml><mj-body><mj-section><mj-column><mj-text>Come.</mj-text></mj-column></mj-section></mj-body></mjml>',
    text: '',
  });
  const launch = async (name: string) => {
    const interview = {
      about: 'care_coord',
      drug: null,
      encourages: true,
      payment: 'none',
      payer: null,
    };
    const rest = { goal: null, stream: 'marketing', interview };
    const { json } = await client.request('POST', 'campaigns', {
      name,
      segmentId: segment.json.id,
      templateId: template.json.id,
      ...rest,
    });
    const launched = await client.request('POST', `campaigns/${json.id}/launch`);
    expect([launched.status < 300, launched.text]).toEqual([true, expect.anything()]);
    return String(json.id);
  };
  const done = await launch('Done');
  for (let round = 0; round < 20; round += 1) {
    await dispatchOnce(world.delivery);
    const sent = world.database.selectFrom('campaigns').select('state').where('id', '=', done);
    if ((await sent.executeTakeFirstOrThrow()).state === 'done') break;
  }
  const running = await launch('Running');
  const results = await launch('Results');
  await world.database
    .updateTable('campaigns')
    .set({ stream: 'transactional' })
    .where('id', '=', results)
    .execute();
  for (const id of [running, results]) {
    await sql`
      update send_batches batch set owner = gen_random_uuid(), lease_until = now() + interval '1 hour',
        fence = 7, handed_over = array[from_contact], handed_rulings = array[null::integer]
      where (bucket, number) = (
        select bucket, number from send_batches where campaign_id = ${id} and state = 'waiting' limit 1
      ) and campaign_id = ${id}`.execute(world.database);
  }
}

/** Restores into a database of its own and lets `look` see it. */
async function afterRestore(
  paths: readonly string[],
  look: (database: Database, ring: OpenKeyring) => Promise<void>,
  { key = keyFile, nothingSentSince = false } = {},
): Promise<void> {
  const into = await emptyDatabase();
  const { database } = openDatabase(into.url, () => {});
  try {
    await quietly(() => restore(configOf(into.url, key), paths, { nothingSentSince }));
    await look(database, keyring(await localKeyStore(key), database));
  } finally {
    await database.destroy();
    await into.drop();
  }
}

const totalOf = (sends: Record<string, number>) =>
  Object.values(sends).reduce((sum, count) => sum + count, 0);

describe('a restored backup', () => {
  let into: TestDatabase;
  let database: Database;
  let ring: OpenKeyring;
  beforeAll(async () => {
    into = await emptyDatabase();
    await quietly(() => restore(configOf(into.url), [backup, increment], {}));
    ({ database } = openDatabase(into.url, () => {}));
    ring = keyring(await localKeyStore(keyFile), database);
  });
  afterAll(async () => {
    await database.destroy();
    await into.drop();
  });

  it('agrees with the books of the moment at which it was made', async () => {
    expect(Object.values(before).map(({ people }) => people[0])).toEqual(
      expect.arrayContaining([50, 300]),
    );
    const books = await booksOf(database, ring);
    for (const [name, book] of Object.entries(before)) {
      expect(book.audit).toBe(true);
      // the backup was noted, and the restore
      expect(books[name]).toEqual({ ...book, auditEntries: book.auditEntries + 2 });
    }
    expect(Object.keys(books)).toEqual(Object.keys(before));
  });

  it('signs nobody in', async () => {
    expect(await database.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });

  it('sends nothing again that may have left since: who waited for marketing is uncertain', async () => {
    const after = await sendsOf(database);
    expect(after.Done).toEqual(sentBefore.Done);
    expect(after.Done?.state).toBe('done');
    expect(sentBefore.Running).toMatchObject({ state: 'running', sends: { queued: 50 } });
    expect(after.Running).toEqual({
      state: 'paused',
      audience: 50,
      reason: expect.stringMatching(/^Restored from the backup of .* uncertain/),
      sends: { uncertain: 50 },
    });
    // a result goes again, as the same message, when somebody resumes
    expect(after.Results).toMatchObject({
      state: 'paused',
      reason: expect.stringMatching(/as the same message/),
      sends: { queued: 50 },
    });
    for (const { audience, sends } of Object.values(after)) {
      if (audience !== null) expect(totalOf(sends)).toBe(audience);
    }
    const { rows } = await sql<{ doubted: boolean; count: number }>`
      select doubted, count(*)::integer as count from sends where state = 'queued' group by 1`.execute(
      database,
    );
    expect(rows).toEqual([{ doubted: true, count: 50 }]);
    const held = await database
      .selectFrom('send_batches')
      .selectAll()
      .where('owner', 'is not', null)
      .execute();
    expect(held).toEqual([]);
  });
});

describe('a restore', () => {
  it('lets who waited wait still where nothing was sent since; what was on its way is in doubt', async () => {
    await afterRestore(
      [backup, increment],
      async (database) => {
        const { Running, Results } = await sendsOf(database);
        expect(Running).toMatchObject({ state: 'paused', sends: { queued: 49, uncertain: 1 } });
        expect(Results).toMatchObject({ state: 'paused', sends: { queued: 50 } });
      },
      { nothingSentSince: true },
    );
  });

  it('keeps an organization destroyed that was destroyed since', async () => {
    const key = join(directory, 'cut');
    copyFileSync(keyFile, key);
    await (await localKeyStore(key)).forget(demonstration);
    await afterRestore(
      [backup],
      async (database, ring) => {
        await expect(ring.of(demonstration)).rejects.toThrow(/are gone/);
        // its rows are deleted by the next start
        const destroyed = await database
          .selectFrom('destroyed_organizations')
          .selectAll()
          .execute();
        expect(destroyed).toMatchObject([{ organization_id: demonstration, rows_gone_at: null }]);
        expect(Object.values(await booksOf(database, ring))).toMatchObject([
          { people: [50, expect.anything()], audit: true },
        ]);
      },
      { key },
    );
  });
});

describe('the file', () => {
  it('holds no identity and no value in clear, in base64 or in hexadecimal', () => {
    const key = readFileSync(keyFile, 'utf8').trim();
    for (const path of [backup, increment]) {
      const text = readFileSync(path, 'latin1').toLowerCase();
      expect(statSync(path).mode & 0o777).toBe(0o600);
      for (const secret of [...MARKS, key, 'Riverside Family', 'marketer@example.org']) {
        const found = formsOf(secret).filter((form) => text.includes(form.toLowerCase()));
        expect([secret, found]).toEqual([secret, []]);
      }
      // so that this test can fail
      expect(text).toContain('postern backup 1');
    }
  });

  it('is listed and verified without a database', async () => {
    said.length = 0;
    await quietly(() =>
      backupVerify(configOf('postgres://nobody.invalid/none'), [backup, increment]),
    );
    const text = said.join('');
    expect(text).toMatch(/^Intact: the backup/);
    expect(text).toMatch(/\n {2}contacts +350\n/);
    expect(text).not.toMatch(/\n {2}sessions/);
  });

  it('is refused when a byte is altered, and the database is not touched', async () => {
    const into = await emptyDatabase();
    const whole = readFileSync(increment);
    const path = join(directory, 'altered.backup');
    for (const at of [20, 400, whole.length >> 1, whole.length - 1]) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 0x10;
      writeFileSync(path, altered);
      await expect(restore(configOf(into.url), [backup, path], {})).rejects.toThrow(
        /not intact|does not open|not a backup/,
      );
    }
    const { rows } = await into.pool.query(
      `select from pg_class where relnamespace = 'public'::regnamespace`,
    );
    expect(rows).toEqual([]);
    await into.drop();
  });

  it('asks for the key file that it was made with, and never makes one', async () => {
    const missing = join(directory, 'missing', 'kek');
    const work = restore(configOf('postgres://nobody.invalid/none', missing), [backup], {});
    await expect(work).rejects.toThrow(/There is no key file/);
    expect(existsSync(missing)).toBe(false);
  });
});

/** As it is, in hexadecimal, and in base64 wherever in a longer text it begins. */
function formsOf(secret: string): readonly string[] {
  const inBase64 = [0, 1, 2].map((ahead) => {
    const text = Buffer.from(`${'x'.repeat(ahead)}${secret}`).toString('base64');
    // what depends on neighbours is left out
    return text.slice(ahead === 0 ? 0 : 4, -4);
  });
  return [secret, Buffer.from(secret).toString('hex'), ...inBase64];
}
