import type { Transaction } from 'kysely';
import type { Database } from './pool.ts';
import type { Tables } from './tables.ts';

/** Holding one is the permission to write several things that stand or fall together. */
export type Tx = Transaction<Tables>;

export function inTransaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction().execute(work);
}
