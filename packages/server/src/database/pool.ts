import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { prepareNamed } from './prepare.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/** Dates stay 'YYYY-MM-DD' (a day has no zone) and bigint becomes a number (ours stay below 2^53). */
const types = {
  getTypeParser(oid: number, format?: string) {
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    if (oid === pg.types.builtins.INT8) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/**
 * Opens a pool on `url` and Kysely on it. A connection that breaks is reported to `onError` and
 * replaced; without a listener it would end the process.
 */
export function openDatabase(
  url: string,
  onError: (error: Error) => void,
): { pool: pg.Pool; database: Database } {
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    types: types,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // the pool listens to idle connections only: one that breaks between two statements of a
  // transaction would end the process too
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      if (!pool.ending) onError(error);
    });
    prepareNamed(client);
  });
  pool.on('error', () => {});
  return { pool, database: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }) };
}
