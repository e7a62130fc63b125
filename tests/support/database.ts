import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { templateDatabase } from './template-database.ts';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Ends the pool and drops the database; fails when anybody else still has a session open. */
  drop(): Promise<void>;
}

/** A migrated database of the test file's own: `beforeAll` makes it, `afterAll` drops it. */
export const testDatabase = () => databaseFrom(templateDatabase);

/** The same with nothing in it. */
export const emptyDatabase = () => databaseFrom('template0');

async function databaseFrom(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = new URL(inject('serverUrl'));
  await onServer((client) => client.query(`create database ${name} template ${template}`));
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 10 });
  pool.on('error', () => {});
  return {
    url: url.href,
    pool,
    async drop() {
      await pool.end();
      const leaked = await onServer((client) => sessionsLeft(client, name));
      await onServer((client) => client.query(drop(name, leaked.length > 0)));
      if (leaked.length === 0) return;
      throw new Error(
        `${leaked.length} sessions were left open, so a pool or client was not ended. Last queries: ${leaked.join(' | ')}`,
      );
    },
  };
}

/**
 * Forced only where somebody stayed: a plain drop waits for autovacuum to leave, a forced one may not
 * end it ("permission denied to terminate process"), for it runs as the superuser.
 */
function drop(name: string, forced: boolean): string {
  return `drop database ${name}${forced ? ' with (force)' : ''}`;
}

/** The server takes a moment to notice that a session was ended. */
async function sessionsLeft(client: pg.Client, name: string): Promise<string[]> {
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await client.query<{ query: string }>(
      `select query from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    );
    if (rows.length === 0 || attempt === 40) return rows.map((row) => row.query);
    await sleep(50);
  }
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject('serverUrl') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
