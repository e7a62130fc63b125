import { createSecretKey, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Column, slotsOf } from '@postern/core/columns';
import fc from 'fast-check';
import { stringify } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../../tests/support/database.ts';
import { type Database, inTransaction, openDatabase } from '../../database/index.ts';
import { type KeyStore, keyring, open, type Sealing, seal } from '../../keys/index.ts';
import {
  countContacts,
  createBuiltInDefinitions,
  createDefinition,
  deleteDefinition,
  findContacts,
  getImport,
  importFile,
  listContacts,
  loadDefinitions,
  previewImport,
  type RunDeps,
  readPages,
  recoverImports,
  rejectsCsv,
  runImport,
  STANDING,
  startImport,
  uploadImport,
} from '../index.ts';

const kek = createSecretKey(randomBytes(32));
const store: KeyStore = {
  wrap: async (key, id) => seal(kek, key, id),
  unwrap: async (wrapped, id) => open(kek, wrapped, id),
};
const NOW = new Date('2026-11-21T12:00:00Z');
const forever = () => new AbortController().signal;

let scratch: TestDatabase;
let database: Database;
let deps: RunDeps;
let organizationId: string;
let numbered = 0;

beforeAll(async () => {
  scratch = await testDatabase();
  database = openDatabase(scratch.url, () => {}).database;
  deps = { database, keyring: keyring(store, database), onNewKeys: async () => {} };
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});
beforeEach(async () => {
  organizationId = crypto.randomUUID();
  await scratch.pool.query(
    `insert into organizations (id, number, name, postal_address, from_name, from_address,
       sending_domain, profile, sender, transport, data_key_wrapped)
     values ($1, $2, 'Clinic', 'Street', 'Clinic', 'a@example.org', 'example.org', 'strict', '{}', '{}', $3)`,
    [organizationId, ++numbered, await deps.keyring.make(organizationId)],
  );
  await inTransaction(database, (tx) => createBuiltInDefinitions(tx, organizationId));
});
afterEach(async () => {
  // one test's rows must not show in another's search of all tables
  await scratch.pool.query(
    'truncate contacts, contact_keys, contact_pages, imports, import_chunks, import_marks, import_rejects, import_warnings, contact_writers',
  );
});

const keysOf = () => deps.keyring.of(organizationId);

async function upload(file: string | Buffer, pieceBytes = 65_536): Promise<string> {
  const bytes = Buffer.from(file);
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
  const uploaded = await uploadImport(deps, {
    organizationId,
    userId: null,
    fileName: 'patients.csv',
    source: Readable.from(pieces()),
  });
  if (uploaded.kind === 'refused') throw new Error(uploaded.problem);
  return uploaded.importId;
}

async function start(importId: string) {
  const preview = await previewImport(deps, { organizationId, importId });
  const mapping = (preview?.columns ?? []).flatMap(({ index, suggested }) =>
    suggested === null ? [] : [{ column: index, attribute: suggested }],
  );
  return startImport(
    deps,
    { organizationId, importId },
    { userId: null, mapping, source: 'own_records' },
    NOW,
  );
}

async function run(importId: string, batchRows = 500) {
  return runImport(deps, { organizationId, importId, signal: forever(), batchRows });
}

async function importText(file: string | Buffer) {
  const importId = await upload(file);
  expect(await start(importId)).toEqual({ kind: 'started' });
  expect(await run(importId)).toBe('done');
  return state(importId);
}

async function state(importId: string) {
  const found = await getImport(database, await keysOf(), importId);
  if (found === null) throw new Error('no import');
  return found;
}

async function everybody() {
  const definitions = await loadDefinitions(database, organizationId);
  const page = await listContacts(database, await keysOf(), definitions, {
    limit: 100_000,
    cursor: null,
  });
  return page.kind === 'page' ? page.contacts : [];
}

/** What segments read of each person, in no order. */
async function cellsOfAll() {
  const numbers = (await loadDefinitions(database, organizationId)).map((one) => one.number);
  const buckets = Array.from({ length: 256 }, (_, bucket) => bucket);
  const pages = await readPages(database, organizationId, [STANDING, ...numbers], buckets);
  const people: string[] = pages.flatMap(({ columns }) =>
    Array.from({ length: slotsOf(columns.get(STANDING) ?? null) }, (_, slot) =>
      [...columns]
        .map(([number, column]) => `${number}: ${String(cellOf(column, slot))}`)
        .filter((cell) => !/: (|0|NaN|undefined|-2147483648)$/.test(cell))
        .toSorted()
        .join(', '),
    ),
  );
  return people.toSorted();
}

function cellOf(column: Column, slot: number) {
  if (column.kind !== 'list') return column.values[slot];
  const from = column.counts.subarray(0, slot).reduce((sum, count) => sum + count, 0);
  return [...column.values.subarray(from, from + (column.counts[slot] ?? 0))];
}

async function until(happened: () => Promise<boolean>): Promise<void> {
  while (!(await happened())) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function rejects(importId: string): Promise<string> {
  let text = '';
  for await (const piece of (await rejectsCsv(database, await keysOf(), importId)) ?? []) {
    text += piece;
  }
  return text;
}

const people = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return `R${number},"Given, ${number}",p${number}@example.org,1957-03-28,E11.9;I10`;
  });
const HEADING = 'MRN,First name,Email,DOB,Conditions';

describe('an import', () => {
  it('makes a contact of each row, found by email and record number', async () => {
    const done = await importText([HEADING, ...people(1, 3)].join('\r\n'));
    expect(done).toMatchObject({ state: 'done', rowsDone: 3, created: 3, rejected: 0 });
    expect(done.bytesDone).toBe(done.bytes);
    for (const text of ['P2@EXAMPLE.ORG', ' r2 ']) {
      const [found, ...others] = await findContacts(database, await keysOf(), text);
      expect(others).toEqual([]);
      expect(found?.attributes).toEqual({
        record_number: 'R2',
        given_name: 'Given, 2',
        email: 'p2@example.org',
        birth_date: '1957-03-28',
        conditions: ['E11.9', 'I10'],
      });
    }
  });

  it('of the same file twice changes nothing', async () => {
    const file = [HEADING, ...people(1, 50)].join('\n');
    await importText(file);
    const dump = async () => {
      const tables = ['contacts', 'contact_keys', 'contact_pages'];
      const all = tables.map((table) =>
        scratch.pool.query(`select * from ${table} order by 1, 2, 3, 4, 5`),
      );
      return (await Promise.all(all)).map((result) => result.rows);
    };
    const before = await dump();
    expect(await importText(file)).toMatchObject({ created: 0, updated: 0, unchanged: 50 });
    expect(await dump()).toEqual(before);
  });

  it('updates what changed and leaves columns alone that the file does not have', async () => {
    await importText([HEADING, ...people(1, 2)].join('\n'));
    const done = await importText(
      'mrn;email;dob\nR1;new@example.org;\nR2;p2@example.org;1957-03-28',
    );
    expect(done).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    const changed = (await everybody()).find((one) => one.attributes.record_number === 'R1');
    expect(changed?.attributes).toEqual({
      record_number: 'R1',
      given_name: 'Given, 1',
      email: 'new@example.org',
      conditions: ['E11.9', 'I10'],
    });
    const by = (text: string) => keysOf().then((keys) => findContacts(database, keys, text));
    expect(await by('p1@example.org')).toEqual([]);
    expect(await by('new@example.org')).toHaveLength(1);
  });

  it('keeps two people apart who share an email, and asks for the number when it is missing', async () => {
    const shared = 'mrn,email,plan\nR1,home@example.org,Gold\nR2,home@example.org,Gold\n';
    expect(await importText(shared)).toMatchObject({ created: 2 });
    const done = await importText('email,plan\nhome@example.org,Silver\n');
    expect(done).toMatchObject({ updated: 0, rejected: 1 });
    expect(await rejects(done.id)).toContain('More than one contact has this email');
  });

  it('gives a contact known by email alone the record number that a later file brings', async () => {
    await importText('email,plan\na@example.org,Gold\n');
    expect(await importText('mrn,email\nR1,A@example.org\n')).toMatchObject({
      created: 0,
      updated: 1,
    });
    expect(await everybody()).toHaveLength(1);
  });

  describe('of a file with several rows about one person', () => {
    const repeat = (by: string) =>
      `The row is about the same person as an earlier row of this file (by ${by}).`;
    const rejected = async (importId: string) =>
      [...(await rejects(importId)).matchAll(/^(\d+),([^,]*)/gm)].map(([, line, reason]) => [
        Number(line),
        reason,
      ]);
    const importBy = async (batchRows: number, rows: readonly string[]) => {
      const importId = await upload(rows.join('\n'));
      await start(importId);
      expect(await run(importId, batchRows)).toBe('done');
      return state(importId);
    };
    const marksLeft = async () =>
      (await scratch.pool.query('select count(*)::int as left from import_marks')).rows[0].left;
    const bearers = async (importId: string) => {
      const query = 'select count(*)::int as them from contacts where import_id = $1';
      return (await scratch.pool.query(query, [importId])).rows[0].them;
    };

    it.each([1, 2, 3, 500])('lets the first count, in batches of %i', async (batchRows) => {
      const rows = [
        'mrn,email,plan',
        'DE-009,ann@example.org,Gold',
        'R2,bob@example.org,Gold',
        'de-009,cy@example.org,Silver', // another person on the same number
        ',bob@example.org,Silver',
        ',di@example.org,Gold',
        ',DI@example.org,Gold',
        'R7,di@example.org,Gold',
        'R2,bob@example.org,Gold', // the very same
      ];
      const first = await importBy(batchRows, rows);
      expect(first).toMatchObject({ rowsDone: 8, created: 3, updated: 0, rejected: 5 });
      const reasons = [
        [4, repeat('record number')],
        [5, repeat('email')],
        [7, repeat('email')],
        [8, repeat('email')],
        [9, repeat('record number')],
      ];
      expect(await rejected(first.id)).toEqual(reasons);
      const people = await everybody();
      const before = people.map((one) => one.attributes);
      expect(before).toContainEqual({
        record_number: 'DE-009',
        email: 'ann@example.org',
        plan: 'Gold',
      });

      const second = await importBy(batchRows, rows);
      expect(second).toMatchObject({ created: 0, updated: 0, unchanged: 3, rejected: 5 });
      expect(await rejected(second.id)).toEqual(reasons);
      expect((await everybody()).map((one) => one.attributes)).toEqual(before);
      expect(await marksLeft()).toBe(0);
    });

    it('lets the first count about a contact that was there before, and updates it once', async () => {
      await importText('mrn,email,plan\nR1,a@example.org,Gold\n');
      const rows = [
        'mrn,email,plan',
        ',a@example.org,Gold',
        'R1,b@example.org,Bronze',
        'R1,a@example.org,Gold',
      ];
      const done = await importBy(2, rows);
      expect(done).toMatchObject({ updated: 0, unchanged: 1, rejected: 2 });
      expect(await rejected(done.id)).toEqual([
        [3, repeat('record number')],
        [4, repeat('record number')],
      ]);
    });

    it('keeps a family with one address and several numbers apart', async () => {
      const rows = ['mrn,email', 'R1,home@example.org', 'R2,home@example.org'];
      expect(await importBy(1, rows)).toMatchObject({ created: 2, rejected: 0 });
      expect(await importBy(1, rows)).toMatchObject({ unchanged: 2, rejected: 0 });
    });

    it('takes an address that hundreds have for nobody’s own', async () => {
      const numbered = Array.from({ length: 300 }, (_, n) => `R${n},none@example.org`);
      const rows = ['mrn,email', ...numbered, ',none@example.org'];
      expect(await importBy(40, rows)).toMatchObject({ created: 300, rejected: 1 });
      const again = await importBy(40, [
        'mrn,email',
        'R299,none@example.org',
        'N1,none@example.org',
      ]);
      expect(again).toMatchObject({ created: 1, unchanged: 1, rejected: 0 });
    });

    it('lets a row count whose earlier one could not be read', async () => {
      const rows = ['mrn,dob', 'R1,2/30/1980', 'R1,3/1/1980'];
      expect(await importBy(1, rows)).toMatchObject({ created: 1, rejected: 1 });
    });

    it('knows them after it was stopped, and after it was killed', async () => {
      const rows = people(1, 60);
      const again = rows.map((row) => row.replace('Given', 'Other'));
      const importId = await upload([HEADING, ...rows, ...again].join('\n'));
      await start(importId);
      let looks = 0;
      const stopping = {
        get aborted() {
          return ++looks > 9;
        },
      } as AbortSignal;
      const go = (signal: AbortSignal) =>
        runImport(deps, { organizationId, importId, signal, batchRows: 7 });
      expect(await go(stopping)).toBe('interrupted');
      expect(await state(importId)).toMatchObject({ rowsDone: 63, created: 60, rejected: 3 });
      expect(await bearers(importId)).toBe(60);

      // killed in a batch whose marks were written
      await scratch.pool.query(`
        create function die() returns trigger language plpgsql as $$
        begin
          if new.rows_done > 80 then perform pg_terminate_backend(pg_backend_pid()); end if;
          return new;
        end $$;
        create trigger die after update on imports for each row execute function die()`);
      await expect(go(forever())).rejects.toThrow(/terminat/i);
      await scratch.pool.query('drop trigger die on imports; drop function die()');
      expect((await state(importId)).rowsDone).toBe(77);

      expect(await go(forever())).toBe('done');
      expect(await state(importId)).toMatchObject({ created: 60, updated: 0, rejected: 60 });
      const names = (await everybody()).map((one) => one.attributes.given_name);
      expect(names.filter((name) => String(name).startsWith('Other'))).toEqual([]);
      expect(await marksLeft()).toBe(0);
    });

    it('settles with the first run, whatever rows it has and however they are cut', async () => {
      const row = fc
        .tuple(
          fc.constantFrom('', 'R1', 'R2', 'R3'),
          fc.constantFrom('', 'a@example.org', 'b@example.org', 'c@example.org'),
          fc.constantFrom('Gold', 'Silver'),
        )
        .map((cells) => cells.join(','));
      const files = fc.array(row, { minLength: 2, maxLength: 9 });
      await fc.assert(
        fc
          .asyncProperty(files, fc.integer({ min: 1, max: 9 }), async (some, batchRows) => {
            const file = ['mrn,email,plan', ...some];
            const first = await importBy(batchRows, file);
            const second = await importBy(batchRows, file);
            const { created: unchanged, rejected: count } = first;
            expect(first.updated).toBe(0);
            expect(second).toMatchObject({ created: 0, updated: 0, unchanged, rejected: count });
            const lines = async (id: string) => (await rejected(id)).map(([line]) => line);
            expect(await lines(second.id)).toEqual(await lines(first.id));
          })
          .afterEach(async () => {
            await scratch.pool.query('truncate contacts, contact_keys, contact_pages');
          }),
        {
          numRuns: 40,
          // a number that only a rejected row bears must not be given by a later one
          examples: [
            [[',a@example.org,Gold', 'R1,a@example.org,Gold', 'R1,b@example.org,Gold'], 1],
          ],
        },
      );
    });
  });

  it.each([
    ['a byte order mark', '\u{feff}MRN,First name\nR1,Zoë\n'],
    ['semicolons', 'MRN;First name\r\nR1;Zoë\r\n'],
    ['tabs', 'First name\tMRN\nZoë\tR1'],
    ['quotes', '"MRN","First name"\n"R1","Zoë"\n'],
    ['carriage returns alone', 'MRN,First name\rR1,Zoë\r'],
    ['blank lines around', '\n\nMRN,First name\n\nR1,Zoë\n,\n\n'],
  ])('reads a file with %s', async (_, file) => {
    await importText(file);
    expect((await everybody()).map((one) => one.attributes)).toEqual([
      { record_number: 'R1', given_name: 'Zoë' },
    ]);
  });

  it('keeps line breaks in quotes', async () => {
    await inTransaction(database, (tx) =>
      createDefinition(tx, organizationId, {
        label: 'Note',
        type: 'text',
        sensitivity: 'service',
        system: null,
      }),
    );
    await importText('mrn,note\nR1,"one\n\ntwo, ""three"""\n');
    expect((await everybody())[0]?.attributes.note).toBe('one\n\ntwo, "three"');
  });

  it('loses one row to a broken quote in line 40,002, and says which', async () => {
    // few columns: it is the place that counts
    const good = Array.from({ length: 40_400 }, (_, index) => `R${index},"Lee, Ann"`);
    const rows = [...good.slice(0, 40_000), 'RX,"Ann', ...good.slice(40_000)];
    const importId = await upload(['mrn,first name', ...rows].join('\n'));
    await start(importId);
    await run(importId, 5_000);
    const done = await state(importId);
    expect(done).toMatchObject({ created: 40_400, rejected: 1, rowsDone: 40_401 });
    const [, reject] = (await rejects(importId)).split('\r\n');
    expect(reject).toMatch(/^40002,A quotation mark .*"RX,""Ann"$/);
  }, 60_000);

  it('of many new people tells PostgreSQL how many there are, which plans for it from then on', async () => {
    const importId = await upload(
      ['mrn', ...Array.from({ length: 20_500 }, (_, n) => `R${n}`)].join('\n'),
    );
    await start(importId);
    await run(importId, 5_000);
    const { rows } = await scratch.pool.query(
      `select relname from pg_class where reltuples >= 20500 and relname in ('contacts', 'contact_keys')`,
    );
    expect(rows).toHaveLength(2);
  });

  it('rejects rows with a reason and imports the rest', async () => {
    const done = await importText(
      [
        HEADING,
        'R1,Ann,ann@example.org,2/30/1980,E11.9',
        'R2,Bob,bob at example.org,,',
        'R3,Cy,cy@example.org',
        ',Di,,,',
        'R5,=cmd(),+1 503,,nonsense',
        'R6,Ed,ed@example.org,3/1/1980,',
      ].join('\n'),
    );
    expect(done).toMatchObject({ created: 1, rejected: 5, rowsDone: 6 });
    expect((await rejects(done.id)).split('\r\n').slice(0, 6)).toEqual([
      '\u{feff}line,reason,MRN,First name,Email,DOB,Conditions',
      '2,Birth date (column 4) is not a day that exists; expected a date such as 1957-03-28 or 3/28/1957.,R1,Ann,ann@example.org,2/30/1980,E11.9',
      '3,Email (column 3) is not an email address; expected one such as ann@example.org.,R2,Bob,bob at example.org,,',
      '4,The row has 3 columns and the heading has 5.,R3,Cy,cy@example.org',
      '5,The row has neither a record number nor an email.,,Di,,,',
      `6,Email (column 3) is not an email address; expected one such as ann@example.org. Conditions (column 5) has an item that is not an ICD-10-CM code; expected one such as E11.9.,R5,"'=cmd()",+1 503,,nonsense`,
    ]);
  });

  it('leaves no value in plain: not in the file’s chunks, not in rejects, keys or values', async () => {
    const marks = ['QXGIVEN', 'QXFAMILY', 'qxmail', 'QXRECORD', 'QXPLAN', 'QXHEADING', 'Q99.9'];
    const file = [
      'MRN,First name,Last name,Email,Plan,QXHEADING,Conditions',
      'QXRECORD,QXGIVEN,QXFAMILY,qxmail@example.org,QXPLAN,,Q99.9',
      'QXRECORD2,QXGIVEN,QXFAMILY,qxmail at example.org,QXPLAN,,Q99.9',
      'QXRECORD3,"QXGIVEN,QXFAMILY,,,,',
    ].join('\n');
    const waiting = await upload(file);
    await start(waiting);
    const cells = async () => {
      const { rows: tables } = await scratch.pool.query(
        `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
      );
      const found: string[] = [];
      for (const { table_name } of tables) {
        const { rows } = await scratch.pool.query(`select * from ${table_name}`);
        for (const value of rows.flatMap((row) => Object.values(row))) {
          found.push(
            Buffer.isBuffer(value) ? value.toString('latin1') : (JSON.stringify(value) ?? ''),
          );
        }
      }
      return found.join('\n');
    };
    const before = await cells();
    await run(waiting);
    const after = await cells();
    for (const mark of marks) {
      expect(before).not.toContain(mark);
      expect(after).not.toContain(mark);
    }
    expect(await state(waiting)).toMatchObject({ created: 1, rejected: 2 });
    expect(after.length).toBeGreaterThan(1_000);
    const { rows } = await scratch.pool.query('select count(*)::int as left from import_chunks');
    expect(rows).toEqual([{ left: 0 }]);
  });

  it('goes on where it was when it was asked to stop, or killed in the middle of a batch', async () => {
    const rows = people(1, 300);
    rows[120] = 'R121,"broken';
    rows[121] = 'R122,"two\nlines",p122@example.org,1957-03-28,E11.9;I10';
    const importId = await upload([HEADING, ...rows].join('\n'));
    await start(importId);
    const go = (signal: AbortSignal) =>
      runImport(deps, { organizationId, importId, signal, batchRows: 7 });

    // asked to stop between two batches
    let looks = 0;
    const stopping = {
      get aborted() {
        return ++looks > 10;
      },
    } as AbortSignal;
    expect(await go(stopping)).toBe('interrupted');
    expect((await state(importId)).rowsDone).toBe(70);

    // killed in the middle of a batch, after its contacts were written
    await scratch.pool.query(`
      create function die() returns trigger language plpgsql as $$
      begin
        if new.rows_done > 150 then perform pg_terminate_backend(pg_backend_pid()); end if;
        return new;
      end $$;
      create trigger die after update on imports for each row execute function die()`);
    await expect(go(forever())).rejects.toThrow(/terminat/i);
    await scratch.pool.query('drop trigger die on imports; drop function die()');
    expect((await state(importId)).rowsDone).toBe(147);
    expect(await countContacts(database, organizationId)).toBe(146);

    expect(await go(forever())).toBe('done');
    expect(await state(importId)).toMatchObject({
      state: 'done',
      created: 299,
      rejected: 1,
      updated: 0,
      unchanged: 0,
      rowsDone: 300,
    });
    expect(await rejects(importId)).toMatch(/\r\n122,/);
    expect(await countContacts(database, organizationId)).toBe(299);
  });

  it('of one file twice at once makes nobody twice', async () => {
    const file = [
      'email,plan',
      ...people(1, 200).map((_, index) => `p${index}@example.org,Gold`),
    ].join('\n');
    const both = [await upload(file), await upload(file)] as const;
    for (const importId of both) await start(importId);
    expect(await Promise.all(both.map((importId) => run(importId, 20)))).toEqual(['done', 'done']);
    const [a, b] = [await state(both[0]), await state(both[1])];
    expect([a.created + b.created, a.unchanged + b.unchanged]).toEqual([200, 200]);
    expect(await countContacts(database, organizationId)).toBe(200);
  });

  it('reads again what it took for new when others write contacts meanwhile', async () => {
    const file = await upload([HEADING, ...people(1, 200)].join('\n'));
    const other = await upload([HEADING, 'R150,Other,p150@example.org,,'].join('\n'));
    await start(file);
    await start(other);
    let batches = 0;
    const others: Promise<unknown>[] = [];
    const onNewKeys = async () => {
      if (++batches !== 6) return;
      // it waits for this batch's lock, and is before the next in the queue
      others.push(run(other));
      await until(async () => {
        const { rows } = await scratch.pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      });
    };
    const ref = { organizationId, importId: file, signal: forever(), batchRows: 20 };
    expect(await runImport({ ...deps, onNewKeys }, ref)).toBe('done');
    expect(await Promise.all(others)).toEqual(['done']);
    expect(await state(file)).toMatchObject({ created: 199, updated: 1, rejected: 0 });
    expect(await countContacts(database, organizationId)).toBe(200);
    const [found, ...more] = await findContacts(database, await keysOf(), 'R150');
    expect(more).toEqual([]);
    expect(found?.attributes.given_name).toBe('Given, 150');
  });

  it('writes nothing that was sealed beforehand with a key that has been replaced', async () => {
    const importId = await upload([HEADING, ...people(1, 200)].join('\n'));
    await start(importId);
    const own = await keysOf();
    let version = 1;
    let batches = 0;
    const before = new Set<string>();
    const madeWith = new Map<string, number>();
    const keys: typeof own = Object.create(own, {
      sealVersion: { get: () => version },
      openSealing: {
        value: (): Sealing => {
          const sealing = own.openSealing();
          return {
            close: () => sealing.close(),
            seal(unsealed) {
              for (let at = 3; at < unsealed.places.length; at += 4) {
                madeWith.set(
                  stringify(new Uint8Array(unsealed.bytes), unsealed.places[at]),
                  version,
                );
              }
              return sealing.seal(unsealed);
            },
          };
        },
      },
    });
    const changed: RunDeps = {
      ...deps,
      keyring: { ...deps.keyring, of: async () => keys },
      onNewKeys: async (_tx, _keys, came) => {
        if (version === 1) for (const { contactId } of came) before.add(contactId);
        if (++batches === 6) version = 9;
      },
    };
    const ref = { organizationId, importId, signal: forever(), batchRows: 20 };
    expect(await runImport(changed, ref)).toBe('done');
    const { rows } = await scratch.pool.query(
      'select id from contacts where organization_id = $1',
      [organizationId],
    );
    expect(rows).toHaveLength(200);
    const late = rows.filter(({ id }) => !before.has(id));
    expect(late.filter(({ id }) => madeWith.get(id) === 1)).toEqual([]);
    expect([...madeWith.values()]).toContain(9);
  });

  it('puts people on file alike, whether their batch was read before anybody was known or after', async () => {
    const rows = [
      'R1,Zoë "Z" \\ L,z@example.org,503-555-0100,1957-03-28,97201,Gold,E11.9;I10,Quiet;O’Neil',
      'R2,,,,,,,,',
      ',Ann,a@example.org,,2/29/2024,,Gold,,',
    ].map((row) => row.replaceAll('"', '\u{201d}'));
    const heading = 'mrn,first name,email,phone,dob,zip,plan,conditions,city';
    const filler = Array.from({ length: 8 }, (_, n) => `F${n},Fill,,,,,Silver,,`);
    const stored = async (file: readonly string[]) => {
      await scratch.pool.query(
        'truncate contacts, contact_keys, contact_pages, contact_writers, imports, import_marks',
      );
      const importId = await upload([heading, ...file].join('\n'));
      await start(importId);
      await run(importId, 2);
      const known = (await everybody()).map(({ attributes }) => JSON.stringify(attributes));
      const { rows: keys } = await scratch.pool.query(
        `select kind, encode(token, 'hex') as token from contact_keys order by 1, 2`,
      );
      return { known: known.toSorted(), keys, cells: await cellsOfAll() };
    };
    const early = await stored([...rows, ...filler]);
    expect(early.known).toHaveLength(11);
    expect(await stored([...filler, ...rows])).toEqual(early);
  });

  it('run twice at once counts every row once', async () => {
    const importId = await upload([HEADING, ...people(1, 200)].join('\n'));
    await start(importId);
    await Promise.all([run(importId, 20), run(importId, 20)]);
    await run(importId, 20);
    expect(await state(importId)).toMatchObject({ state: 'done', rowsDone: 200, created: 200 });
  });

  it('of many chunks is read without a seam', async () => {
    const file = Buffer.from(
      [
        'mrn,first name',
        ...Array.from({ length: 20_000 }, (_, n) => `R${n},"Zoë ${n}\nÅsa 用户"`),
      ].join('\n'),
    );
    const importId = await upload(file, 10_007);
    await start(importId);
    await run(importId, 5_000);
    expect(await state(importId)).toMatchObject({
      created: 20_000,
      rejected: 0,
      bytes: file.length,
    });
    const names = (await everybody()).map((one) => one.attributes.given_name);
    expect(names.every((name) => /^Zoë \d+ Åsa 用户$/.test(String(name)))).toBe(true);
  }, 60_000);

  it('fails in a sentence when an attribute of its mapping was deleted meanwhile', async () => {
    const importId = await upload('mrn,plan\nR1,Gold\n');
    await start(importId);
    const plan = (await loadDefinitions(database, organizationId)).find(
      (one) => one.key === 'plan',
    );
    await inTransaction(database, (tx) =>
      deleteDefinition(tx, organizationId, plan?.id ?? '', NOW),
    );
    expect(await run(importId)).toBe('failed');
    expect((await state(importId)).problem).toBe(
      'Column 2 is mapped to “Plan”, an attribute that was deleted.',
    );
    expect(await countContacts(database, organizationId)).toBe(0);
  });
});

describe('an upload', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), /empty/],
    ['a file of blank lines', Buffer.from('\n\n'), /empty/],
    ['UTF-16', Buffer.from('\ufeffmrn\n', 'utf16le'), /UTF-16/],
    ['Latin-1', Buffer.from('mrn,name\nR1,Ann\nR2,Zo\xeb\n', 'latin1'), /^Line 3 is not in UTF-8/],
    ['a spreadsheet', Buffer.from('PK\x03\x04'), /spreadsheet/],
    ['a half character at the end', Buffer.from('mrn\nR1\nR2\xc3', 'latin1'), /^Line 3/],
    ['a broken heading', Buffer.from('mrn,"na"me\nR1,x\n'), /heading \(line 1\)/],
    [
      'Latin-1 far into the file',
      Buffer.from(`mrn,name\n${'R1,Ann\n'.repeat(50_000)}R2,Zo\xeb\n`, 'latin1'),
      /^Line 50,002 /,
    ],
  ])('of %s is refused in a sentence, and nothing of it stays', async (_, bytes, problem) => {
    await expect(upload(bytes)).rejects.toThrow(problem);
    const { rows } = await scratch.pool.query(
      'select (select count(*) from imports)::int as imports, (select count(*) from import_chunks)::int as chunks',
    );
    expect(rows).toEqual([{ imports: 0, chunks: 0 }]);
  });

  it('that breaks off leaves nothing', async () => {
    const source = async function* () {
      yield Buffer.from(`${HEADING}\n${people(1, 10_000).join('\n')}`);
      throw new Error('the line went dead');
    };
    await expect(
      uploadImport(deps, { organizationId, userId: null, fileName: 'x', source: source() }),
    ).rejects.toThrow('the line went dead');
    const { rows } = await scratch.pool.query('select count(*)::int as chunks from import_chunks');
    expect(rows).toEqual([{ chunks: 0 }]);
  });

  it('shows columns, first rows and a mapping', async () => {
    const importId = await upload(`MRN;E-Mail;Shoe\n${'R;a@example.org;42\n'.repeat(9)}`);
    const preview = await previewImport(deps, { organizationId, importId });
    expect(preview?.delimiter).toBe('semicolon');
    expect(preview?.columns).toEqual([
      { index: 0, heading: 'MRN', samples: Array(8).fill('R'), suggested: 'record_number' },
      { index: 1, heading: 'E-Mail', samples: Array(8).fill('a@example.org'), suggested: 'email' },
      { index: 2, heading: 'Shoe', samples: Array(8).fill('42'), suggested: null },
    ]);
  });

  it('starts once, with a mapping that says who a row is about', async () => {
    const ref = { organizationId, importId: await upload('mrn,mail\nR1,a@example.org\n') };
    const mapping = [
      { column: 0, attribute: 'email' },
      { column: 1, attribute: 'email' },
    ];
    expect(
      await startImport(deps, ref, { userId: null, mapping, source: 'own_records' }, NOW),
    ).toEqual({
      kind: 'refused',
      problems: ['Columns 1 and 2 are mapped to “Email”; expected one column.'],
    });
    expect(await start(ref.importId)).toEqual({ kind: 'started' });
    expect(await start(ref.importId)).toEqual({ kind: 'already-started' });
  });

  it('cut off by a crash is deleted after a day, and imports under way are found again', async () => {
    const [cutOff, running, waiting] = [
      await upload('mrn\nA'),
      await upload('mrn\nB'),
      await upload('mrn\nC'),
    ];
    await start(running);
    await scratch.pool.query(`update imports set state = 'uploading' where id = $1`, [cutOff]);
    const ours = [{ organizationId, importId: running }];
    expect(await recoverImports(deps, new Date())).toEqual(ours);
    expect(await recoverImports(deps, new Date(Date.now() + 25 * 3_600_000))).toEqual(ours);
    const { rows } = await scratch.pool.query('select import_id from import_chunks order by 1');
    expect(rows.map((row) => row.import_id)).toEqual([running, waiting].toSorted());
  });

  it('of another organization is unknown', async () => {
    const importId = await upload('mrn\nR1\n');
    organizationId = crypto.randomUUID();
    expect(await runImport(deps, { organizationId, importId, signal: forever() })).toBe('unknown');
  });
});

describe('a file of this machine', () => {
  it('is imported from end to end by its headings', async () => {
    const path = new URL('../../../../../docs/samples/patients.csv', import.meta.url).pathname;
    const result = await importFile(deps, { organizationId, path, source: 'own_records' });
    expect(result).toMatchObject({ kind: 'imported', import: { created: 60, rejected: 0 } });
  });
});
