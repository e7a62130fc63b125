import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** Several transactions that all see one moment, and change nothing. */
export async function inSnapshot<T>(
  database: Database,
  count: number,
  work: (readers: readonly [Tx, ...Tx[]]) => Promise<T>,
): Promise<T> {
  return reading(database, async (first) => {
    const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(first);
    const snapshot = rows[0]?.id ?? '';
    const withMore = (readers: readonly [Tx, ...Tx[]]): Promise<T> =>
      readers.length >= count
        ? work(readers)
        : reading(database, async (next) => {
            await sql`set transaction snapshot ${sql.lit(snapshot)}`.execute(next);
            return withMore([...readers, next]);
          });
    return withMore([first]);
  });
}

function reading<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(work);
}
