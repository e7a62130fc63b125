import { once } from 'node:events';
import { type Config, type Logger, makeLogger } from '../config/index.ts';
import { type Database, openDatabase, type Room, roomOf } from '../database/index.ts';
import { keyring, type OpenKeyring, openKeyStore, watchKeys } from '../keys/index.ts';
import { Failure } from './failure.ts';

/** What a process stands on that `start` has forked. */
export interface UnderStart<Brief> {
  readonly brief: Brief;
  /** Comes when `start` ends, however it ends. */
  readonly stop: AbortSignal;
  readonly database: Database;
  readonly room: Room;
  readonly keyring: OpenKeyring;
  readonly log: Logger;
  readonly now: () => Date;
  readonly close: () => Promise<void>;
}

/**
 * Opens what a process needs under a `start` that tells it where, and whose end is its end. `alone` is
 * the sentence for who runs it without one; `byKey` as in `openDatabase`.
 */
export async function underStart<Brief extends { readonly databaseUrl: string }>(
  config: Config,
  { alone, byKey = false }: { readonly alone: string; readonly byKey?: boolean },
): Promise<UnderStart<Brief>> {
  if (process.send === undefined) throw new Failure(alone);
  // a terminal's Ctrl-C reaches the whole group: the one above decides when we end
  process.on('SIGINT', () => {}).on('SIGHUP', () => {});
  const stop = new AbortController();
  process.once('disconnect', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const [brief] = (await once(process, 'message')) as [Brief];
  const log = makeLogger(config.logLevel);
  const { database } = openDatabase(
    brief.databaseUrl,
    (error) => log.warn({ error }, 'A database connection broke; it is replaced'),
    { byKey },
  );
  const now = () => new Date();
  const end = async () => {
    await database.destroy();
    // while the channel is open the process waits, and `start` with it
    if (process.connected) process.disconnect();
  };
  const opened = await openKeys(config, database, log, now).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    ...{ brief, stop: stop.signal, database, room: roomOf(config), keyring: opened.ring, log, now },
    async close() {
      await opened.watch.close();
      await end();
    },
  };
}

async function openKeys(config: Config, database: Database, log: Logger, now: () => Date) {
  const store = await openKeyStore(config, { mayMake: false });
  const ring = keyring(store, database);
  return { ring, watch: await watchKeys({ database, ring, store, log, now }) };
}
