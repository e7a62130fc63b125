import { openDatabase } from '../../../packages/server/src/database/index.ts';
import { runDispatcher } from '../../../packages/server/src/delivery/index.ts';
import { keyring, localKeyStore } from '../../../packages/server/src/keys/index.ts';
import type { SenderOptions, SenderReport } from './options.ts';

// A worker in a process of its own: node sender-process.ts <options as JSON>. SIGTERM lets it end
// what it has begun; without its parent it ends at once.
const REPORT_EVERY = 100;

const { url, keyFile, clockBack, ...knobs }: SenderOptions = JSON.parse(process.argv[2] ?? '{}');
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(1));
const report = setInterval(() => {
  const { user, system } = process.cpuUsage();
  const told: SenderReport = { rss: process.memoryUsage.rss(), cpu: (user + system) / 1000 };
  process.send?.(told);
}, REPORT_EVERY);

const started = Date.now();
const now = () => {
  const time = Date.now();
  const back = clockBack !== undefined && time - started > clockBack.after * 1000;
  return new Date(back ? time - clockBack.by * 1000 : time);
};
const complain = (fields: { readonly error?: unknown }, sentence: string) => {
  if (process.env.POSTERN_SENDER_LOG !== undefined) console.error(sentence, fields.error ?? '');
};
const quiet = () => {};
const { database } = openDatabase(url, () => {}, { byKey: true });
await runDispatcher(
  {
    database,
    keyring: keyring(await localKeyStore(keyFile), database),
    log: { error: complain, warn: complain, info: quiet, debug: quiet },
    publicUrl: 'https://mail.example.org',
    now,
    sandbox: null,
    routeOf: null,
    pickUp: null,
    ...knobs,
  },
  stop.signal,
);
await database.destroy();
clearInterval(report);
process.disconnect?.();
