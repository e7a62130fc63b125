import { openDatabase } from '../../packages/server/src/database/index.ts';
import { runDispatcher } from '../../packages/server/src/delivery/index.ts';
import { keyring, localKeyStore } from '../../packages/server/src/keys/index.ts';

/** A worker in a process of its own, to be killed: node dispatch-process.ts <url> <key file>
 * <journal directory>. */
const [url = '', keyFile = '', journalDirectory = ''] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
const { database } = openDatabase(url, () => {});
const quiet = () => {};
await runDispatcher(
  {
    database,
    keyring: keyring(await localKeyStore(keyFile), database),
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    publicUrl: 'https://mail.example.org',
    now: () => new Date(),
    sandbox: null,
    journalDirectory,
    routeOf: null,
    pickUp: null,
    leaseSeconds: 2,
    holdSeconds: 1,
  },
  stop.signal,
);
await database.destroy();
