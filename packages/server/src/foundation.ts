import { existsSync } from 'node:fs';
import type pg from 'pg';
import { type Config, type Logger, makeLogger } from './config/index.ts';
import { attachEmbedded } from './database/embedded/attach.ts';
import { startEmbedded } from './database/embedded/start-embedded.ts';
import {
  type Database,
  databaseDirectory,
  migrate,
  openDatabase,
  type Room,
  roomOf,
} from './database/index.ts';
import {
  checkKeys,
  hasKeys,
  type InstalledKeyStore,
  type KeyWatch,
  keyring,
  type OpenKeyring,
  openKeyStore,
  watchKeys,
} from './keys/index.ts';
import { moveKeyFile } from './move-key-file.ts';

/** A command was asked about data that is not there. */
class NoData extends Error {
  readonly code = 'NO_DATA';
}

/** What every command stands on: a database that is up to date, keys, a log. */
export interface Foundation {
  readonly config: Config;
  /** The database is the embedded one, and this process its only user. */
  readonly alone: boolean;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly room: Room;
  readonly keyring: OpenKeyring;
  readonly keyStore: InstalledKeyStore;
  readonly keyWatch: KeyWatch;
  readonly log: Logger;
  readonly now: () => Date;
  close(): Promise<void>;
}

/**
 * Opens the database that the configuration names, or the embedded one. `beside` is for commands:
 * when a Postern runs on this data directory they use its database and do not own it, and where
 * there is no data they make none (`NoData`).
 */
export async function openFoundation(
  config: Config,
  {
    beside = false,
    needsData = beside,
    report = () => {},
  }: { beside?: boolean; needsData?: boolean; report?: (sentence: string) => void } = {},
): Promise<Foundation> {
  const log = makeLogger(config.logLevel);
  const directory = databaseDirectory(config);
  if (needsData && config.databaseUrl === null && !existsSync(directory)) {
    throw new NoData(
      `There is no Postern data in ${config.dataDirectory}. Name its directory in POSTERN_DATA, or its server in DATABASE_URL.`,
    );
  }
  const reached = await reachDatabase(config, { beside, report });
  const { url: databaseUrl, alone } = reached;
  try {
    await migrate(databaseUrl);
    const { pool, database } = openDatabase(databaseUrl, (error) =>
      log.warn({ error }, 'A database connection broke; it is replaced'),
    );
    const end = async () => {
      await database.destroy();
      // Kysely ends a pool that it has used; the jobs may be all that did
      if (!pool.ending) await pool.end();
    };
    const keys = await openKeys(config, database, log, report).catch(async (error: unknown) => {
      await end();
      throw error;
    });
    const close = async () => {
      await keys.keyWatch.close();
      await end();
      await reached.stop();
    };
    return {
      config,
      alone,
      databaseUrl,
      database,
      pool,
      room: roomOf(config),
      ...keys,
      log,
      now: () => new Date(),
      close,
    };
  } catch (error) {
    await reached.stop();
    throw error;
  }
}

interface ReachedDatabase {
  readonly url: string;
  /** It is the embedded one, and this process its only user. */
  readonly alone: boolean;
  /** Ends the embedded one if it was started here. */
  stop(): Promise<void>;
}

/** The database that the configuration names, or the embedded one: as it is, whatever its schema. */
export async function reachDatabase(
  config: Config,
  {
    beside = false,
    report = () => {},
  }: { beside?: boolean; report?: (sentence: string) => void } = {},
): Promise<ReachedDatabase> {
  const directory = databaseDirectory(config);
  const running = config.databaseUrl ?? (beside ? await attachEmbedded(directory) : null);
  if (running !== null) return { url: running, alone: false, stop: async () => {} };
  const embedded = await startEmbedded({ directory, report });
  return { url: embedded.url, alone: true, stop: () => embedded.stop() };
}

/**
 * The key store and the keyring on it. A store that cannot be asked is waited for, and said; one that
 * does not open what is in the database is refused (`KeyUnavailable`), before anything is written.
 */
async function openKeys(
  config: Config,
  database: Database,
  log: Logger,
  report: (sentence: string) => void,
): Promise<Pick<Foundation, 'keyring' | 'keyStore' | 'keyWatch'>> {
  const mayMake = !(await hasKeys(database));
  await moveKeyFile(config, report);
  const store = await openKeyStore(config, { mayMake });
  const down = await checkKeys(database, store);
  if (down !== null) {
    report(
      `${down} Nothing is opened and no mail leaves until it answers; it is asked again and again.`,
    );
  }
  const ring = keyring(store, database);
  const watch = { database, ring, store, log, now: () => new Date() };
  return { keyring: ring, keyStore: store, keyWatch: await watchKeys(watch) };
}
