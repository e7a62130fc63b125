import { sql } from 'kysely';
import {
  copyInPieces,
  type Database,
  inTransaction,
  migrateWithin,
  migrationNames,
  type Tx,
} from '../database/index.ts';
import type { InstalledKeyStore } from '../keys/index.ts';
import type { BackupChain } from './open-chain.ts';
import { BackupRefused } from './refused.ts';
import { type Settled, settleRestored } from './settle-restored.ts';
import { inOrder, sequencesOf, type Table, tablesToKeep } from './tables.ts';

interface RestoreDeps {
  readonly database: Database;
  readonly keyStore: InstalledKeyStore;
  readonly now: () => Date;
}

interface RestoreOptions {
  /** Somebody says that Postern stood still from the backup on: nothing left after it. */
  readonly nothingSentSince?: boolean;
}

/**
 * Puts a verified backup into an empty database, in one transaction: the schema of then, its rows, the
 * migrations since, and what has to be settled before anything may run. Throws `BackupRefused` where
 * the database is not empty, or the backup is of a newer version; then nothing was changed.
 */
export async function restoreBackup(
  { database, keyStore, now }: RestoreDeps,
  chain: BackupChain,
  { nothingSentSince = false }: RestoreOptions = {},
): Promise<Settled> {
  await requireVersion(chain);
  const settled = await inTransaction(database, async (tx) => {
    await requireEmpty(tx);
    await migrateWithin(tx, chain.head.schema.at(-1));
    const tables = inOrder(await tablesToKeep(tx));
    requireTables(chain, tables);
    // migrations put rows into some; none of those stays
    for (const { name } of tables.toReversed())
      await sql`delete from ${sql.table(name)}`.execute(tx);
    for (const table of tables) await fill(tx, chain, table);
    await setSequences(tx, chain);
    await migrateWithin(tx);
    return settleRestored(tx, keyStore, {
      backupId: chain.head.id,
      wrappedBy: chain.wrappedBy,
      madeAt: new Date(chain.head.createdAt),
      now: now(),
      nothingSentSince,
    });
  });
  await sql`analyze`.execute(database);
  return settled;
}

/** Before anything is touched: whether this Postern knows how the backup's schema came about. */
export async function requireVersion({ head }: BackupChain): Promise<void> {
  const known = await migrationNames();
  const unknown = head.schema.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new BackupRefused(
      `The backup is of another version: Postern ${head.product} made it with the migration ${unknown}, which this Postern does not know. Restore it with that version or a newer one.`,
    );
  }
  const left = known.slice(0, head.schema.length).find((name) => !head.schema.includes(name));
  if (left !== undefined || head.schema.length === 0) {
    throw new BackupRefused(
      `The backup is of another version: its schema was made without the migration ${left ?? known[0] ?? ''}.`,
    );
  }
}

async function requireEmpty(tx: Tx): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select c.oid::regclass::text as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_'
      and n.nspname <> 'information_schema'
      and not exists (
        select from pg_depend
        where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e'
      )
    limit 1`.execute(tx);
  const [found] = rows;
  if (found === undefined) return;
  throw new BackupRefused(
    `The database is not empty: it has a table ${found.name}. Restore into an empty database: name a new one in DATABASE_URL, or a new directory in POSTERN_DATA.`,
  );
}

/** The same tables with the same columns, both ways. */
function requireTables({ end }: BackupChain, tables: readonly Table[]): void {
  const here = new Map(tables.map(({ name, columns }) => [name, columns]));
  const there = new Map(end.tables.map(({ name, columns }) => [name, columns]));
  for (const name of new Set([...here.keys(), ...there.keys()])) {
    const same = here.get(name)?.toSorted().join() === there.get(name)?.toSorted().join();
    if (same) continue;
    throw new BackupRefused(
      `The backup is of another version: its table ${name} is not as this Postern makes it.`,
    );
  }
}

/** Signature, no flags, no extension; and the end. */
const COPY_HEAD = Buffer.from('PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const COPY_END = Buffer.of(0xff, 0xff);

async function fill(tx: Tx, chain: BackupChain, { name }: Table): Promise<void> {
  const said = chain.end.tables.find((table) => table.name === name);
  if (said === undefined || said.rows === 0) return;
  async function* pieces() {
    yield COPY_HEAD;
    yield* chain.rows(name);
    yield COPY_END;
  }
  await copyInPieces(tx, name, said.columns, pieces());
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(name)}`.execute(tx);
  if (rows[0]?.count === said.rows) return;
  throw new BackupRefused(`The rows of table ${name} do not add up: nothing was restored.`);
}

/** Numbers that were given out are not given out again. */
async function setSequences(tx: Tx, { end }: BackupChain): Promise<void> {
  const here = await sequencesOf(tx);
  for (const { table, column, last } of end.sequences) {
    if (last === null || !here.some((one) => one.table === table && one.column === column))
      continue;
    await sql`select setval(pg_get_serial_sequence(quote_ident(${table}), ${column}), ${last}::bigint)`.execute(
      tx,
    );
  }
}
