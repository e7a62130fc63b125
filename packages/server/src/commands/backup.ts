import { v7 } from 'uuid';
import {
  BackupRefused,
  fileSink,
  makeBackup,
  openChain,
  type ScannedBackup,
  scanBackup,
  streamSink,
} from '../backup/index.ts';
import type { Config } from '../config/index.ts';
import { openFoundation } from '../foundation.ts';
import { openKeyStore } from '../keys/index.ts';
import { tellBackup } from './backup-listing.ts';
import { Failure } from './failure.ts';
import { noteForAll } from './note-for.ts';

/** Beside the backup itself, which may go to standard output. */
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Writes a backup, which it first notes in every ledger: that everything is read out. */
export async function backupMake(
  config: Config,
  path: string | undefined,
  options: { readonly since?: string },
): Promise<void> {
  const foundation = await openFoundation(config, { beside: true, report: say });
  try {
    const { keyStore, now } = foundation;
    const target =
      path ??
      `postern-${now()
        .toISOString()
        .replace(/:|\.\d+/g, '')}.backup`;
    if (target === '-' && process.stdout.isTTY) {
      throw new Failure('A backup is not shown on a terminal: name a file, or pipe it on.');
    }
    const since = options.since === undefined ? null : await earlier(options.since, keyStore);
    try {
      const sink = target === '-' ? streamSink(process.stdout) : await fileSink(target);
      const id = v7();
      const kind = since === null ? 'full' : 'increment';
      await noteForAll(foundation, 'backup.begun', { backupId: id, kind });
      const made = await makeBackup(foundation, sink, { id, since });
      const rows = made.end.tables.reduce((sum, table) => sum + table.rows, 0);
      await noteForAll(foundation, 'backup.made', { backupId: id, kind, rows });
      const where = target === '-' ? 'standard output' : target;
      say(`The backup ${id} is in ${where}: ${rows} rows of ${made.end.tables.length} tables.`);
      if (since !== null) {
        say(
          `It holds what changed since ${options.since} (${made.end.pagesHere} of ${made.end.pagesHere + made.end.pagesBefore} pages) and is restored with that and those before it.`,
        );
      }
      say(
        `The key-encryption key is NOT in it. Without ${keyStore.title} it never opens: keep that apart from it, and test that you can restore both.`,
      );
    } finally {
      await since?.close();
    }
  } finally {
    await foundation.close();
  }
}

/** What an increment follows; null, said aloud, where it cannot be used: a full backup is better than none. */
async function earlier(
  path: string,
  store: Parameters<typeof scanBackup>[1],
): Promise<ScannedBackup | null> {
  try {
    return await scanBackup(path, store);
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error;
    say(`${error.message} A full backup is made instead.`);
    return null;
  }
}

/** Opens every byte of a backup and lists what is in it; needs the key store and no database. */
export async function backupVerify(config: Config, paths: readonly string[]): Promise<void> {
  const store = await openKeyStore(config, { mayMake: false });
  const chain = await openChain(paths, store);
  try {
    for (const line of tellBackup(chain)) process.stdout.write(`${line}\n`);
  } finally {
    await chain.close();
  }
}
