import { once } from 'node:events';
import { type Config, makeLogger } from '../config/index.ts';
import { openDatabase } from '../database/index.ts';
import { runDispatcher } from '../delivery/index.ts';
import { keyring, openKeyStore, watchKeys } from '../keys/index.ts';
import { deliveryOf } from './delivery-of.ts';
import { Failure } from './failure.ts';
import type { SenderBrief } from './senders.ts';

/**
 * One sending process, under a `start` that tells it what it needs and whose end is its end: what is
 * on its way is seen through, the rest stays in the queue.
 */
export async function sender(config: Config): Promise<void> {
  if (process.send === undefined) {
    throw new Failure(
      'A sending process is run by “start”; set POSTERN_SENDERS to have more of them.',
    );
  }
  // a terminal's Ctrl-C reaches the whole group: the one above decides when we end
  process.on('SIGINT', () => {}).on('SIGHUP', () => {});
  const stop = new AbortController();
  process.once('disconnect', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const [brief] = (await once(process, 'message')) as [SenderBrief];
  const log = makeLogger(config.logLevel);
  const { database } = openDatabase(
    brief.databaseUrl,
    (error) => log.warn({ error }, 'A database connection broke; it is replaced'),
    { byKey: true },
  );
  const store = await openKeyStore(config, { mayMake: false });
  const ring = keyring(store, database);
  const now = () => new Date();
  const watch = await watchKeys({ database, ring, store, log, now });
  const { delivery, close } = deliveryOf(
    { config, database, keyring: ring, log, now },
    brief.publicUrl,
    brief.sandbox,
  );
  await runDispatcher(delivery, stop.signal);
  close();
  await watch.close();
  await database.destroy();
  if (process.connected) process.disconnect();
}
