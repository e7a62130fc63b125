import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../../tests/support/sending-world.ts';
import { NoRoom } from '../../database/index.ts';
import {
  findContacts,
  getImport,
  holdImport,
  previewImport,
  type RunDeps,
  rejectsCsv,
  runImport,
  type SaidSource,
  startImport,
  uploadImport,
  warningsCsv,
} from '../index.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const FIXTURES = join(import.meta.dirname, '../../../../../tests/fixtures/csv');
let scratch: TestDatabase;
let world: SendingWorld;
let deps: RunDeps;
let numbered = 0;

beforeAll(async () => {
  scratch = await testDatabase();
  world = await sendingWorld(scratch.url);
  deps = { ...world, onNewKeys: async () => {} };
});
afterAll(async () => {
  await world.close();
  await scratch.drop();
});

const refOf = (importId: string) => ({ organizationId: world.organizationId, importId });

async function upload(file: string | Buffer) {
  const { organizationId } = world;
  const source = Readable.from([Buffer.from(file)]);
  return uploadImport(deps, { organizationId, userId: null, fileName: 'people', source });
}
async function uploaded(file: string | Buffer): Promise<string> {
  const done = await upload(file);
  if (done.kind === 'refused') throw new Error(done.problem);
  return done.importId;
}
async function start(importId: string, source: SaidSource = 'own_records', addresses?: 'drop') {
  const preview = await previewImport(deps, refOf(importId));
  const mapping = (preview?.columns ?? []).flatMap(({ index, suggested }) =>
    suggested === null ? [] : [{ column: index, attribute: suggested }],
  );
  const said = { userId: null, mapping, source, ...(addresses && { addresses }) };
  return startImport(deps, refOf(importId), said, NOW);
}
const run = (importId: string, batchRows?: number) =>
  runImport(deps, {
    ...refOf(importId),
    signal: new AbortController().signal,
    ...(batchRows !== undefined && { batchRows }),
  });
const hold = (id: string, act: 'pause' | 'resume' | 'cancel') =>
  holdImport(deps, refOf(id), act, { userId: null }, NOW);
async function state(importId: string) {
  const found = await getImport(world.database, world.keys, importId);
  if (found === null) throw new Error('no import');
  return found;
}
async function imported(file: string | Buffer, addresses?: 'drop') {
  const importId = await uploaded(file);
  expect(await start(importId, 'own_records', addresses)).toEqual({ kind: 'started' });
  expect(await run(importId)).toBe('done');
  return state(importId);
}
async function text(pieces: AsyncGenerator<string> | null): Promise<string> {
  let all = '';
  for await (const piece of pieces ?? []) all += piece;
  return all;
}
const rejects = async (id: string) => text(await rejectsCsv(world.database, world.keys, id));
const warnings = async (id: string) => text(await warningsCsv(world.database, world.keys, id));
async function known(record: string) {
  const found = await findContacts(world.database, world.keys, record);
  return found[0]?.attributes;
}
/** Rows of people who are in no other test. */
const people = (count: number) =>
  Array.from({ length: count }, () => `N${++numbered},Person ${numbered},n${numbered}@example.org`);
const HEADING = 'MRN,First name,Email';

describe('a file as a program writes it', () => {
  it.each([
    ['excel-windows-de-semicolon.csv', 'Line one\nLine two'],
    ['excel-windows-us-utf8.csv', 'Line one\nLine two'],
    ['excel-mac-cr.csv', 'Line one Line two'],
    ['libreoffice-quoted-all.csv', 'Line one\nLine two'],
    ['google-sheets.csv', 'Line one\nLine two'],
  ])('%s', async (name, city) => {
    const file = readFileSync(join(FIXTURES, name));
    const done = await imported(file);
    expect(done).toMatchObject({ rowsDone: 3, rejected: 0 });
    expect(await known('R1')).toMatchObject({ given_name: 'Zoë', birth_date: '1957-03-28' });
    expect(await known('R2')).toMatchObject({ family_name: "O'Neil, Jr." });
    expect(await known('R3')).toMatchObject({ family_name: 'Say "hi"', city });
  });

  it('in UTF-16, as LibreOffice can, is refused with what to do', async () => {
    const refused = await upload(readFileSync(join(FIXTURES, 'libreoffice-utf16.csv')));
    expect(refused).toMatchObject({ problem: expect.stringContaining('UTF-16') });
  });

  it('that changes its columns halfway loses those rows alone', async () => {
    const [a, b, c] = people(3);
    const done = await imported([HEADING, a, `${b},extra`, 'alone', c].join('\n'));
    expect(done).toMatchObject({ created: 2, rejected: 2 });
    expect(await rejects(done.id)).toContain('The row has 4 columns and the heading has 3.');
  });

  it('with mixed line ends is read line by line', async () => {
    const [a, b, c] = people(3);
    expect(await imported(`${HEADING}\r\n${a}\n${b}\r\n${c}`)).toMatchObject({ created: 3 });
  });

  it('with a field of five megabytes loses that row, quoted or not', async () => {
    const [a, b] = people(2);
    const long = 'x'.repeat(5_000_000);
    const done = await imported(
      [HEADING, a, `L1,${long},l1@example.org`, `L2,"${long}",l2@example.org`, b].join('\n'),
    );
    expect(done).toMatchObject({ created: 2, rejected: 2 });
  });

  it('with a NUL in a value behind its beginning loses that row', async () => {
    const rows = people(9_000);
    const done = await imported([HEADING, ...rows, 'Z1,A\0nn,z1@example.org'].join('\n'));
    expect(done).toMatchObject({ created: 9_000, rejected: 1 });
    expect(await rejects(done.id)).toContain('Given name (column 2) holds a control character.');
  });

  it('with a code that is not of its system loses that row', async () => {
    const done = await imported('MRN,ZIP\nC1,9720\nC2,97201\n');
    expect(done).toMatchObject({ created: 1, rejected: 1 });
    expect(await rejects(done.id)).toContain('is not a ZIP code');
  });
});

describe('NDJSON', () => {
  it('is mapped by its keys; lists, numbers and nothing are read as such', async () => {
    const lines = [
      { mrn: 'J1', first_name: 'Ann', email: 'j1@example.org', conditions: ['E11.9', 'I10'] },
      { mrn: 'J2', first_name: null, email: 'j2@example.org', conditions: [] },
    ].map((one) => JSON.stringify(one));
    const done = await imported(`${lines.join('\n')}\n\n`);
    expect(done).toMatchObject({ created: 2, rejected: 0 });
    expect(await known('J1')).toMatchObject({ given_name: 'Ann', conditions: ['E11.9', 'I10'] });
    expect(await known('J2')).toEqual({ record_number: 'J2', email: 'j2@example.org' });
  });

  it('with an object within, half a line, or a key that nobody mapped loses these rows', async () => {
    const done = await imported(
      [
        '{"mrn":"J3","email":"j3@example.org"}',
        '{"mrn":"J4","email":{"home":"j4@example.org"}}',
        '{"mrn":"J5","email":"j5@exam',
      ].join('\n'),
    );
    expect(done).toMatchObject({ created: 1, rejected: 2 });
    const told = await rejects(done.id);
    expect(told).toContain('Column 2 holds an object or a list within');
    expect(told).toContain('The line is not a JSON object.');
  });
});

describe('where the data came from', () => {
  it('is asked, kept and told in the audit; a bought list is refused with why', async () => {
    const importId = await uploaded([HEADING, ...people(1)].join('\n'));
    const refused = await start(importId, 'bought_list');
    expect(refused).toMatchObject({
      kind: 'refused',
      problems: [expect.stringContaining('cannot be imported')],
    });
    expect((await state(importId)).state).toBe('uploaded');
    expect(await start(importId, 'event')).toEqual({ kind: 'started' });
    expect(await state(importId)).toMatchObject({ source: 'event' });
    const { rows } = await scratch.pool.query(
      `select subject from audit_entries where action = 'import.started'
         and subject ->> 'importId' = $1`,
      [importId],
    );
    expect(rows[0]?.subject).toMatchObject({ source: 'event' });
  });
});

describe('addresses that are hardly a person’s own', () => {
  const file = (tag: string) =>
    [
      HEADING,
      `${tag}1,Ann,info@example.org`,
      `${tag}2,Bo,${tag}@mailinator.com`,
      `${tag}3,Cy,${tag}@nowhere.invalid`,
      `${tag}4,Di,${tag}4@example.org`,
      `,Ed,noreply@example.org`,
    ].join('\n');

  it('are kept and told, unless it is asked to leave them out', async () => {
    const kept = await imported(file('K'));
    expect(kept).toMatchObject({ created: 5, rejected: 0 });
    expect(kept.doubtfulAddresses).toEqual({ role: 2, disposable: 1, impossible: 1 });
    const told = (await warnings(kept.id)).split('\r\n');
    expect(told).toHaveLength(6);
    expect(told[1]).toMatch(/^2,"The address is an office.*K1,Ann,info@example.org$/);
    expect(await known('K2')).toMatchObject({ email: 'K@mailinator.com' });
  });

  it('left out, the rest of the row is imported; a row without a number is rejected', async () => {
    const done = await imported(file('D'), 'drop');
    expect(done).toMatchObject({ created: 4, rejected: 1 });
    expect(await known('D2')).toEqual({ record_number: 'D2', given_name: 'Bo' });
    expect(await rejects(done.id)).toContain('has no record number');
  });
});

describe('an import that is held', () => {
  /** Pauses or cancels it in the middle, from another connection, and runs it. */
  const heldAfter = async (importId: string, rows: number, act: 'pause' | 'cancel') => {
    const going = run(importId, 10);
    while ((await state(importId)).rowsDone < rows) await sleep(2);
    expect(await hold(importId, act)).toBe('done');
    return going;
  };

  it('stops behind a batch, and goes on from there', async () => {
    const importId = await uploaded([HEADING, ...people(400)].join('\n'));
    await start(importId);
    expect(await heldAfter(importId, 20, 'pause')).toBe('elsewhere');
    const paused = await state(importId);
    expect(paused.state).toBe('paused');
    expect(paused.rowsDone).toBeLessThan(400);
    expect(await run(importId)).toBe('elsewhere');
    expect(await hold(importId, 'resume')).toBe('done');
    expect(await run(importId)).toBe('done');
    expect(await state(importId)).toMatchObject({ created: 400, rowsDone: 400 });
    expect(await hold(importId, 'cancel')).toBe('not-now');
  });

  it('cancelled, keeps what was imported and nothing of the file', async () => {
    const importId = await uploaded([HEADING, ...people(400)].join('\n'));
    await start(importId);
    expect(await heldAfter(importId, 20, 'cancel')).toBe('elsewhere');
    const { created, rowsDone, state: ended } = await state(importId);
    expect(ended).toBe('cancelled');
    expect(created).toBe(rowsDone);
    const query = 'select count(*)::int as left from import_chunks where import_id = $1';
    expect((await scratch.pool.query(query, [importId])).rows[0].left).toBe(0);
    const stored = 'select count(*)::int as them from contacts where import_id = $1';
    expect((await scratch.pool.query(stored, [importId])).rows[0].them).toBe(created);
  });
});

it('says that the disk is full, and goes on when there is room', async () => {
  const importId = await uploaded([HEADING, ...people(30)].join('\n'));
  await start(importId);
  // as PostgreSQL says it when a file cannot grow
  await scratch.pool.query(`
    create function no_room() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger no_room before insert on contact_keys for each row execute function no_room()`);
  const going = run(importId, 10);
  while ((await state(importId)).waiting === null) await sleep(10);
  expect((await state(importId)).waiting).toContain('full');
  await scratch.pool.query('drop trigger no_room on contact_keys; drop function no_room()');
  expect(await going).toBe('done');
  expect(await state(importId)).toMatchObject({ created: 30, waiting: null });
}, 20_000);

describe('while the disk has less room than is kept', () => {
  const none = new NoRoom('The disk of the database has 3 MB left.');

  it('an import says so, goes on when there is more, and can be held meanwhile', async () => {
    let short = true;
    const room = async () => {
      if (short) throw none;
    };
    const signal = new AbortController().signal;
    const importId = await uploaded([HEADING, ...people(30)].join('\n'));
    await start(importId);
    const first = runImport({ ...deps, room }, { ...refOf(importId), signal, batchRows: 10 });
    while ((await state(importId)).waiting === null) await sleep(10);
    expect(await state(importId)).toMatchObject({
      rowsDone: 0,
      waiting:
        'The disk of the database has 3 MB left. The import goes on by itself when there is room.',
    });
    expect(await hold(importId, 'pause')).toBe('done');
    expect(await first).toBe('elsewhere');
    expect(await hold(importId, 'resume')).toBe('done');
    const second = runImport({ ...deps, room }, { ...refOf(importId), signal, batchRows: 10 });
    short = false;
    expect(await second).toBe('done');
    expect(await state(importId)).toMatchObject({ created: 30, waiting: null });
  }, 20_000);

  it('a file is not taken, and nothing of it stays', async () => {
    let asked = 0;
    const room = async () => {
      if (++asked > 2) throw none;
    };
    const many = [HEADING, ...people(60_000)].join('\n');
    const rest = { userId: null, fileName: 'people', source: Readable.from([Buffer.from(many)]) };
    const count = async () =>
      (
        await scratch.pool.query(
          'select (select count(*) from imports) + (select count(*) from import_chunks) as all',
        )
      ).rows[0].all;
    const before = await count();
    const { organizationId } = world;
    await expect(uploadImport({ ...deps, room }, { organizationId, ...rest })).rejects.toBe(none);
    expect(asked).toBe(3);
    expect(await count()).toBe(before);
  });
});

it('knows a person that it wrote also after another import wrote the same person', async () => {
  const [first, second] = ['P1,Ann,p1@example.org', 'P1,Other,p1@example.org'];
  // so many that it cannot be through before it is stopped
  const one = await uploaded([HEADING, first, ...people(999), second].join('\n'));
  await start(one);
  const stopping = new AbortController();
  const going = runImport(deps, { ...refOf(one), signal: stopping.signal, batchRows: 10 });
  while ((await state(one)).rowsDone < 10) await sleep(1);
  stopping.abort();
  await going;
  if ((await state(one)).state === 'done') throw new Error('It was not stopped in time.');
  await imported(`${HEADING}\nP1,Changed,p1@example.org\n`);
  expect(await run(one)).toBe('done');
  expect(await state(one)).toMatchObject({ created: 1_000, updated: 0, rejected: 1 });
  expect(await known('P1')).toMatchObject({ given_name: 'Changed' });
});
