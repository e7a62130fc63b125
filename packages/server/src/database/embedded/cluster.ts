import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Account, runAs } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import { serverSettings } from './settings.ts';

/**
 * Makes the cluster's files. They are made aside and renamed into place when complete, so a crash
 * in the middle leaves no directory that looks like a database and is none.
 */
export async function createCluster(
  directory: string,
  binaries: Binaries,
  account: Account | null,
  administratorPassword: string,
): Promise<void> {
  await removeDrafts(directory);
  const draft = `${directory}.making-${randomUUID()}`;
  const passwordFile = join(draft, 'password');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, `${administratorPassword}\n`, { mode: 0o600 });
  await give(passwordFile, account);
  await give(draft, account);
  const { ok, output } = await runAs(account, program(binaries, 'initdb'), [
    '-D',
    join(draft, 'data'),
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
  ]);
  if (!ok) {
    await rm(draft, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make its files in ${directory}: ${output}`);
  }
  await rename(join(draft, 'data'), directory);
  await syncDirectory(dirname(directory));
  await rm(draft, { recursive: true, force: true });
}

/** What a start that was killed left. Its initdb may still write there, so never reuse the name. */
async function removeDrafts(directory: string): Promise<void> {
  const parent = dirname(directory);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(directory)}.making-`)) continue;
    const old = join(parent, name);
    await rm(old, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  }
}

export const clusterExists = (directory: string) => existsSync(join(directory, 'PG_VERSION'));

/** Refuses files of another major version, which this PostgreSQL could not read. */
export async function requireSameMajor(directory: string, binaries: Binaries): Promise<void> {
  const theirs = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
  const ours = binaries.version.split('.')[0];
  if (theirs === ours) return;
  throw new Error(
    `${directory} was made by PostgreSQL ${theirs}, and this Postern brings PostgreSQL ${ours}: move the data with pg_dump of version ${theirs}, or name a server in DATABASE_URL.`,
  );
}

export async function writeSettings(
  directory: string,
  account: Account | null,
  port: number,
): Promise<void> {
  const file = join(directory, 'postgresql.conf');
  const draft = `${file}.making`;
  const { bavail, bsize } = await statfs(directory);
  const settings = serverSettings({ port, freeBytes: bavail * bsize });
  await writeFile(draft, settings, { mode: 0o600 });
  await give(draft, account);
  await rename(draft, file);
}

async function give(path: string, account: Account | null): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
