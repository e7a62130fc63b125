import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { startEmbedded } from '../../packages/server/src/database/embedded/start-embedded.ts';
import { type Database, migrate } from '../../packages/server/src/database/index.ts';

/** Little space for the journal, so that a full disk is felt soon. */
const SETTINGS = 'max_wal_size = 96MB\nmin_wal_size = 32MB\n';
const PATIENCE = 120_000;

export interface Postgres {
  readonly url: string;
  /** SIGKILL to its first process; answers when its keeper has started another. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A server of our own in `directory`, migrated. */
export async function startPostgres(directory: string): Promise<Postgres> {
  const files = join(directory, 'postgres');
  const first = await startEmbedded({ directory: files });
  await migrate(first.url);
  writeFileSync(join(files, 'local.conf'), SETTINGS, { mode: 0o644 });
  await first.stop();
  const server = await startEmbedded({ directory: files });
  return {
    url: server.url,
    async kill() {
      const killed = firstProcess(files);
      if (killed !== null) process.kill(killed, 'SIGKILL');
      while (firstProcess(files) === killed) await sleep(20);
    },
    stop: () => server.stop(),
  };
}

/** Null while there is none. */
function firstProcess(files: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(files, 'postmaster.pid'), 'utf8'), 10);
  } catch {
    return null;
  }
}

/** Waits until the database takes a write, and gives back what was used up. */
export async function untilItWrites(database: Database): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await succeeds(sql`drop table if exists chaos_ballast`, database))) {
    if (Date.now() > end) throw new Error('PostgreSQL does not take writes again.');
    await sleep(100);
  }
}

/** Uses up what PostgreSQL still has in reserve; false when that takes longer than given. */
export async function untilItIsFull(database: Database, seconds: number): Promise<boolean> {
  const end = Date.now() + seconds * 1000;
  await succeeds(sql`create table if not exists chaos_ballast (filler text)`, database);
  const more = sql`
    insert into chaos_ballast
    select md5(random()::text) from generate_series(1, 50000)`;
  while (Date.now() < end) if (!(await succeeds(more, database))) return true;
  return false;
}

async function succeeds(statement: RawBuilder<unknown>, database: Database): Promise<boolean> {
  try {
    await statement.execute(database);
    return true;
  } catch {
    return false;
  }
}
