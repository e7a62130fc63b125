import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { openDatabase } from './pool.ts';
import type { Tx } from './transaction.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

async function migrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).toSorted();
  const entries = names.map(async (name) => {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    const migration: Migration = { up: async (db) => void (await sql.raw(text).execute(db)) };
    return [name.replace('.sql', ''), migration] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Brings the database to the newest schema: forward only, all in one transaction, one process at a
 * time (Kysely holds a lock). Answers the names of the migrations that it ran.
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const { database } = openDatabase(databaseUrl, () => {});
  try {
    const migrator = new Migrator({ db: database, provider: { getMigrations: migrations } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await database.destroy();
  }
}

/** The names of all migrations that this Postern knows, in their order. */
export const migrationNames = async (): Promise<readonly string[]> =>
  Object.keys(await migrations());

/** The same in the caller's transaction: up to this migration; missing: the newest. */
export async function migrateWithin(tx: Tx, upTo?: string): Promise<void> {
  const migrator = new Migrator({ db: tx, provider: { getMigrations: migrations } });
  const { error } =
    upTo === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(upTo);
  if (error !== undefined) throw error;
}
