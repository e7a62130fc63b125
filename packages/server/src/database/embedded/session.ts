import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { lastWords, type Postmaster } from './postmaster.ts';
import { isAlive } from './process-identity.ts';
import type { Remembered } from './remembered.ts';

/** Recovery after a crash replays the journal, which can take minutes on a slow disk. */
const patience = 10 * 60_000;

/** Waits until the server takes sessions, and opens the administrator's; the caller ends it. */
export async function administratorSession(
  directory: string,
  postmaster: Postmaster,
  remembered: Remembered,
): Promise<pg.Client> {
  const end = Date.now() + patience;
  for (;;) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: postmaster.port,
      user: 'postgres',
      password: remembered.administratorPassword,
      database: 'postgres',
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (!isAlive(postmaster.identity)) {
        throw new NotStarted(`PostgreSQL did not start. ${lastWords(directory)}`);
      }
      if (!isPassing(error) || Date.now() > end) throw error;
      await sleep(30);
    }
  }
}

/** The server ended before it took a session, for instance because its port was taken. */
export class NotStarted extends Error {}

/** Not listening yet, or 57P03: starting up, recovering, shutting down. */
function isPassing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03';
}

/** Refuses a server on the port that is not the one on this directory. */
export async function requireDirectory(client: pg.Client, directory: string): Promise<void> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  const theirs = rows[0]?.data_directory;
  if (theirs === directory) return;
  throw new Error(`The server found for ${directory} works on ${theirs}.`);
}

/**
 * Postern's own role and database. The role owns its database and may make others (to restore a
 * backup beside it, say); it is no superuser, so it reaches neither files nor programs.
 */
export async function ensureDatabase(client: pg.Client, password: string): Promise<void> {
  const role = await client.query(`select from pg_roles where rolname = 'postern'`);
  const verb = role.rowCount === 0 ? 'create' : 'alter';
  await client.query(
    `${verb} role postern login createdb password ${client.escapeLiteral(password)}`,
  );
  const database = await client.query(`select from pg_database where datname = 'postern'`);
  if (database.rowCount === 0) await client.query('create database postern owner postern');
}
