import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  emptyDatabase,
  type TestDatabase,
  testDatabase,
} from '../../../../tests/support/database.ts';
import { temporaryDirectory } from '../../../../tests/support/temporary-directory.ts';
import { vaultServer } from '../../../../tests/support/vault-server.ts';
import {
  type Database,
  inTransaction,
  migrateWithin,
  migrationNames,
  openDatabase,
} from '../database/index.ts';
import { type InstalledKeyStore, localKeyStore, openKeyStore } from '../keys/index.ts';
import {
  fileSink,
  makeBackup,
  NOT_KEPT,
  openChain,
  restoreBackup,
  scanBackup,
  tablesToKeep,
} from './index.ts';

const now = () => new Date('2026-11-22T10:00:00Z');
let scratch: TestDatabase;
let database: Database;
let directory: string;
let keyStore: InstalledKeyStore;

beforeAll(async () => {
  scratch = await testDatabase();
  database = openDatabase(scratch.url, () => {}).database;
  directory = temporaryDirectory('postern-backup-');
  keyStore = await localKeyStore(join(directory, 'kek'));
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
  rmSync(directory, { recursive: true, force: true });
});

const fileOf = (name: string) => join(directory, `${name}-${v7()}.backup`);

/** A backup of `of` in a new file; what it follows is told by that one's path. */
async function backUp(since: string | null = null, of = database): Promise<string> {
  const path = fileOf('one');
  const earlier = since === null ? null : await scanBackup(since, keyStore);
  await makeBackup({ database: of, keyStore, now }, await fileSink(path), { since: earlier });
  await earlier?.close();
  return path;
}

async function restoreInto(db: Database, paths: readonly string[]): Promise<void> {
  const chain = await openChain(paths, keyStore);
  try {
    await restoreBackup({ database: db, keyStore, now }, chain);
  } finally {
    await chain.close();
  }
}

/** Restores into a database of its own and asks that. */
async function restored<T>(
  paths: readonly string[],
  ask: (db: Database) => Promise<T>,
): Promise<T> {
  const into = await emptyDatabase();
  const { database: db } = openDatabase(into.url, () => {});
  try {
    await restoreInto(db, paths);
    return await ask(db);
  } finally {
    await db.destroy();
    await into.drop();
  }
}

/** Every table that is kept, as a hash of its rows; the generation of keys goes up by a restore. */
async function sumsOf(db: Database): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const { name } of await tablesToKeep(db)) {
    if (name === 'key_custody') continue;
    const { rows } = await sql<{ sum: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum
      from ${sql.table(name)} t`.execute(db);
    sums[name] = rows[0]?.sum ?? '';
  }
  return sums;
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  );

const ORGANIZATION = '01900000-0000-7000-8000-000000000001';

/** What is done to tables of each kind: bucketed, partitioned, without a key, with large rows. */
type Act = { readonly kind: 'insert' | 'update' | 'delete' | 'truncate'; readonly seed: number };
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'update', 'delete', 'truncate'),
  seed: fc.nat(1_000_000),
});

async function perform({ kind, seed }: Act): Promise<void> {
  const pick = sql`hashtext(id::text || ${seed}::text)`;
  switch (kind) {
    case 'insert':
      await sql`
        insert into events (bucket, organization_id, campaign_id, contact_id, id, kind, at)
        select n % 256, ${ORGANIZATION}, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
          'open', now() - n * interval '1 day'
        from generate_series(1, ${400 + (seed % 400)}::integer) n`.execute(database);
      await sql`
        insert into suppressions (bucket, organization_id, token, id, reason, detail, source, since)
        select n % 256, ${ORGANIZATION}, sha256((n + ${seed}::integer)::text::bytea), gen_random_uuid(),
          'by_hand', repeat(md5((n * ${seed}::integer)::text), 1 + n % 40), 'test', now()
        from generate_series(1, 600) n on conflict do nothing`.execute(database);
      await sql`
        insert into sts_policies (domain, mx)
        values (${`d${seed}.example.org`}, array_fill('mx.example.org'::text, array[${seed % 30_000}::integer]))
        on conflict do nothing`.execute(database);
      return;
    case 'update':
      await sql`update events set kind = 'click' where ${pick} % 11 = 0`.execute(database);
      await sql`update suppressions set detail = null where ${pick} % 7 = 0`.execute(database);
      return;
    case 'delete':
      await sql`delete from events where ${pick} % 5 = 0`.execute(database);
      await sql`delete from suppressions where ${pick} % 9 = 0`.execute(database);
      return;
    case 'truncate':
      await sql`truncate ${sql.table(seed % 2 === 0 ? 'events' : 'sts_policies')}`.execute(
        database,
      );
  }
}

describe('what is kept', () => {
  it('is every table of the schema, a partitioned one once, but for those that are named with a reason', async () => {
    const { rows } = await scratch.pool.query<{ name: string }>(`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'
        and table_name not like 'kysely%'
        and not (select relispartition from pg_class where oid = quote_ident(table_name)::regclass)`);
    const all = rows.map(({ name }) => name).toSorted();
    const tables = await tablesToKeep(database);
    const kept = tables.map(({ name }) => name);
    expect(kept.toSorted()).toEqual(all.filter((name) => !(name in NOT_KEPT)));
    // none of them needs a row of one that is left out
    expect(tables.filter(({ refersTo }) => refersTo.some((name) => name in NOT_KEPT))).toEqual([]);
    const path = await backUp();
    const chain = await openChain([path], keyStore);
    expect(chain.end.tables.map(({ name }) => name)).toEqual(kept.toSorted());
    await chain.close();
  });

  it('has no session and nothing else by which somebody is signed in', async () => {
    const kept = (await tablesToKeep(database)).map(({ name }) => name);
    expect(kept.filter((name) => /session|challenge/.test(name))).toEqual([]);
  });

  it('goes to a file that its owner alone reads, and never over another', async () => {
    const path = await backUp();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await refusal(fileSink(path))).toContain('already');
  });
});

it('what cannot be written to its end leaves nothing behind, and the database goes on', async () => {
  await perform({ kind: 'insert', seed: 3 });
  const path = fileOf('full-disk');
  const sink = await fileSink(path);
  let frames = 0;
  const full = {
    ...sink,
    async write(bytes: Uint8Array) {
      frames += 1;
      if (frames > 4) throw new Error('No space is left.');
      await sink.write(bytes);
    },
  };
  expect(await refusal(makeBackup({ database, keyStore, now }, full))).toBe('No space is left.');
  expect(readdirSync(directory).filter((name) => name.startsWith('full-disk'))).toEqual([]);
  await backUp();
});

describe('its key', () => {
  const opens = async (store: InstalledKeyStore, change: () => Promise<void> = async () => {}) => {
    const path = fileOf('keyed');
    await makeBackup({ database, keyStore: store, now }, await fileSink(path));
    await change();
    const chain = await openChain([path], store);
    await chain.close();
  };

  it('is wrapped by Vault as well', async () => {
    const server = await vaultServer({ token: 't' });
    const { url: address } = server;
    const auth = { kind: 'token', token: 't' } as const;
    const vault = { kind: 'vault', address, namespace: null, mount: 'transit', auth } as const;
    const config = { keyStore: { ...vault, key: 'postern', oldKey: null }, keyStoreBefore: null };
    await opens(await openKeyStore(config, { mayMake: false }));
    expect(server.faults).toEqual([]);
    await server.close();
  });

  it('opens by the key file from before, which lies beside the new one', async () => {
    const store = await localKeyStore(join(directory, 'renewed'));
    await opens(store, async () => {
      await store.beginRenewal();
      await store.endRenewal();
    });
  });
});

describe('a backup and its increments', () => {
  it('are, restored, the database of that moment, whatever happened between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 4 }),
        fc.nat(),
        async (rounds, choice) => {
          const paths: string[] = [];
          const moments: Record<string, string>[] = [];
          for (const acts of rounds) {
            for (const one of acts) await perform(one);
            paths.push(await backUp(paths.at(-1) ?? null));
            moments.push(await sumsOf(database));
          }
          const last = 1 + (choice % (paths.length - 1));
          expect(await restored(paths.slice(0, last + 1), sumsOf)).toEqual(moments[last]);
        },
      ),
      { numRuns: 2 },
    );
  });

  it('hold only what changed', async () => {
    await perform({ kind: 'insert', seed: 5 });
    await perform({ kind: 'insert', seed: 7 });
    const base = await backUp();
    await sql`insert into sts_policies (domain) values ('one.example.org')`.execute(database);
    const { end } = await scanBackup(await backUp(base), keyStore).then(async (scanned) => {
      await scanned.close();
      return scanned;
    });
    expect(end.pagesHere).toBe(1);
    expect(end.pagesBefore).toBeGreaterThan(3);
  });

  it('see one moment while others write', async () => {
    const path = fileOf('moment');
    const sink = await fileSink(path);
    let wrote = false;
    const before = await sumsOf(database);
    await makeBackup(
      { database, keyStore, now },
      {
        ...sink,
        async write(bytes) {
          if (!wrote && bytes.length > 500) {
            wrote = true;
            await perform({ kind: 'insert', seed: 11 });
          }
          await sink.write(bytes);
        },
      },
    );
    expect(wrote).toBe(true);
    expect(await sumsOf(database)).not.toEqual(before);
    expect(await restored([path], sumsOf)).toEqual(before);
  });
});

describe('a restore is refused', () => {
  it('without a backup between, in another order, or with one that does not belong', async () => {
    const base = await backUp();
    await sql`update sts_policies set failing_id = ${v7()}`.execute(database);
    await sql`insert into sts_policies (domain) values (${`${v7()}.example.org`})`.execute(
      database,
    );
    const second = await backUp(base);
    const third = await backUp(second);
    const other = await backUp();
    expect(await refusal(openChain([base, third], keyStore))).toMatch(/follows the backup/);
    expect(await refusal(openChain([third], keyStore))).toMatch(/follows 2 backups/);
    expect(await refusal(openChain([base, second, third, other], keyStore))).toMatch(
      /does not follow/,
    );
    const chain = await openChain([base, second, third], keyStore);
    await chain.close();
  });

  it('into a database that is not empty, which stays as it is', async () => {
    const path = await backUp();
    const before = await sumsOf(database);
    expect(await refusal(restoreInto(database, [path]))).toMatch(/The database is not empty/);
    expect(await sumsOf(database)).toEqual(before);
  });

  it('with another key file', async () => {
    const path = await backUp();
    const other = await localKeyStore(join(directory, 'other'));
    expect(await refusal(openChain([path], other))).toMatch(/does not open with this key store/);
  });

  it('of a newer Postern, by its first line or by its migrations', async () => {
    const path = await backUp();
    const newer = fileOf('newer');
    writeFileSync(
      newer,
      readFileSync(path).toString('latin1').replace('BACKUP 1', 'BACKUP 2'),
      'latin1',
    );
    expect(await refusal(openChain([newer], keyStore))).toMatch(/newer Postern/);

    await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '')`.execute(
      database,
    );
    const later = await backUp();
    await sql`delete from kysely_migration where name = '9999_later'`.execute(database);
    expect(await refusal(restored([later], sumsOf))).toMatch(/another version.*9999_later/);
  });

  it('half way, and leaves nothing behind', async () => {
    await perform({ kind: 'insert', seed: 3 });
    const chain = await openChain([await backUp()], keyStore);
    const into = await emptyDatabase();
    const { database: db } = openDatabase(into.url, () => {});
    const broken = {
      ...chain,
      async *rows(table: string) {
        if (table === 'suppressions') throw new Error('The disk is gone.');
        yield* chain.rows(table);
      },
    };
    const work = restoreBackup({ database: db, keyStore, now }, broken);
    expect(await refusal(work)).toBe('The disk is gone.');
    const { rows } = await into.pool.query(
      `select from pg_class where relnamespace = 'public'::regnamespace`,
    );
    expect(rows).toHaveLength(0);
    await chain.close();
    await db.destroy();
    await into.drop();
  });
});

it('a backup of an older version is restored into its schema and brought forward', async () => {
  const old = await emptyDatabase();
  const { database: db } = openDatabase(old.url, () => {});
  const names = await migrationNames();
  const then = names[names.indexOf('0019_keys')];
  await inTransaction(db, (tx) => migrateWithin(tx, then));
  await sql`insert into sts_policies (domain) values ('old.example.org')`.execute(db);
  const path = await backUp(null, db);
  await db.destroy();
  await old.drop();
  const found = await restored([path], async (now_) => {
    const { rows } = await sql<{ domain: string }>`select domain from sts_policies`.execute(now_);
    return { rows, roles: await sql`select from roles`.execute(now_).then(({ rows: r }) => r) };
  });
  expect(found).toEqual({ rows: [{ domain: 'old.example.org' }], roles: [] });
});

it('every kind of byte that is altered, and every cut, is found before anything is restored', async () => {
  const whole = readFileSync(await backUp());
  const clear = whole.indexOf('\n', whole.indexOf('\n') + 1) + 1;
  const frame = clear + 5 + whole.readUInt32BE(clear);
  const places = {
    'the first line': 3,
    'the id': whole.indexOf('"id":"') + 10,
    'the wrapped key': whole.indexOf('"wrapped":"') + 40,
    'a length': clear,
    'the low byte of a length': clear + 3,
    'a kind': clear + 4,
    'the head': clear + 9,
    'a tag': frame - 1,
    'a page': frame + 40,
    'the middle': whole.length >> 1,
    'the last byte': whole.length - 1,
  };
  const attempt = async (bytes: Buffer) => {
    const path = fileOf('altered');
    writeFileSync(path, bytes);
    return refusal(openChain([path], keyStore).then((chain) => chain.close()));
  };
  for (const [name, at] of Object.entries(places)) {
    const altered = Buffer.from(whole);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect([name, await attempt(altered)]).toEqual([
      name,
      expect.stringMatching(/not intact|not a backup|does not open/),
    ]);
  }
  const last = lastFrame(whole, clear);
  for (const end of [10, clear - 1, clear, frame, last, whole.length - 1]) {
    expect([end, await attempt(whole.subarray(0, end))]).toEqual([
      end,
      expect.stringMatching(/not intact|not a backup/),
    ]);
  }
  expect(await attempt(Buffer.concat([whole, whole.subarray(last)]))).toMatch(/not intact/);
  // two frames in each other's places
  const next = frame + 5 + whole.readUInt32BE(frame);
  const after = next + 5 + whole.readUInt32BE(next);
  const swapped = Buffer.concat([
    whole.subarray(0, frame),
    whole.subarray(next, after),
    whole.subarray(frame, next),
    whole.subarray(after),
  ]);
  expect(await attempt(swapped)).toMatch(/not intact/);
  expect(await attempt(whole)).toBe('nothing was refused');
});

function lastFrame(whole: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const next = at + 5 + whole.readUInt32BE(at);
    if (next >= whole.length) return at;
    at = next;
  }
}
