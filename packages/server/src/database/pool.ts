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
 * For a sender, whose statements all look people up by key: one plan is right for any of them, and is
 * made once (`prepareNamed`). One that was made while a table was nearly empty would else read all of a
 * million rows, again and again.
 */
const BY_KEY =
  'set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; ' +
  'set plan_cache_mode = force_generic_plan';

/**
 * Opens a pool on `url` and Kysely on it. A connection that breaks is reported to `onError` and
 * replaced; without a listener it would end the process. `byKey`: every statement looks a few rows up.
 */
export function openDatabase(
  url: string,
  onError: (error: Error) => void,
  { byKey = false }: { readonly byKey?: boolean } = {},
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
    // goes first; if it fails the connection is broken, which is reported above
    if (byKey) client.query(BY_KEY).catch(() => {});
    prepareNamed(client);
  });
  pool.on('error', () => {});
  return { pool, database: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }) };
}
