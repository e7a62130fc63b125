import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { opendir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Account, databaseAccount, requireReachable } from './account.ts';
import { type Binaries, installedBinaries, runnableBinaries } from './binaries.ts';
import { clusterExists, createCluster, requireSameMajor, writeSettings } from './cluster.ts';
import { takeOwnerLock } from './owner-lock.ts';
import { choosePort } from './port.ts';
import { findPostmaster, launch, type Postmaster, shutDown } from './postmaster.ts';
import { newPasswords, type Remembered, readRemembered, remember } from './remembered.ts';
import { administratorSession, ensureDatabase, NotStarted, requireDirectory } from './session.ts';
import { watch } from './watch.ts';

export interface EmbeddedOptions {
  /** The database's files, `<data directory>/postgres`. What Postern remembers lies beside it. */
  readonly directory: string;
  /** A loopback port to insist on; by default one that is free, the same each time if it can be. */
  readonly port?: number;
  /** Told, in a sentence, what happens outside of start and stop. */
  readonly report?: (sentence: string) => void;
}

export interface EmbeddedDatabase {
  readonly url: string;
  /** Whether a server was found running, left by a Postern that was killed. */
  readonly adopted: boolean;
  stop(): Promise<void>;
}

/** Everything about one cluster that starting it again needs. */
export interface Cluster {
  readonly directory: string;
  readonly account: Account | null;
  readonly binaries: Binaries;
  readonly file: string;
}

/**
 * Starts the PostgreSQL that Postern brings, or adopts the one that runs already:
 *
 *     lock -> account -> binaries -> (adopt | make the files once -> settings -> launch) -> database
 *
 * The server is a process of its own: should Postern be killed, it goes on, nothing is lost, and
 * the next start finds it. Rejects with an Error whose message is a sentence for the user.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const parent = makeParent(dirname(resolve(options.directory)));
  const directory = join(parent, basename(options.directory));
  const lock = takeOwnerLock(`${directory}.owner`);
  try {
    const account = await accountFor(directory, parent);
    const binaries = await runnableBinaries(await installedBinaries(), parent, account);
    const cluster = { directory, account, binaries, file: `${directory}.json` };
    const remembered = await prepare(cluster);
    const { postmaster, adopted } = await adoptOrStart(cluster, remembered, options.port);
    const keeper = watch(postmaster, options.report, () => restart(cluster, postmaster.port));
    return {
      url: `postgres://postern:${remembered.password}@127.0.0.1:${postmaster.port}/postern`,
      adopted,
      stop: once(async () => {
        await shutDown(await keeper.end());
        lock.release();
      }),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Root's directory lets others pass (not look), since the database runs as another user. One that
 * was made closed is opened for passing as long as it holds nothing but what is Postern's.
 */
function makeParent(parent: string): string {
  const asRoot = process.getuid?.() === 0;
  if (!existsSync(parent)) mkdirSync(parent, { recursive: true, mode: asRoot ? 0o711 : 0o700 });
  const { mode, uid } = statSync(parent);
  const isOurs = () => readdirSync(parent).every((name) => /^(keys|postgres)/.test(name));
  if (asRoot && uid === 0 && (mode & 0o001) === 0 && isOurs()) chmodSync(parent, mode | 0o011);
  return realpathSync(parent);
}

async function accountFor(directory: string, parent: string): Promise<Account | null> {
  const owner = existsSync(directory) ? statSync(directory).uid : undefined;
  const account = databaseAccount(owner);
  await requireReachable(account, parent);
  if (account !== null && owner !== undefined && owner !== account.uid) {
    await giveAll(directory, account);
  }
  if (account === null && owner !== undefined && owner !== process.getuid?.()) {
    throw new Error(`${directory} belongs to another user: start Postern as that one, or as root.`);
  }
  return account;
}

/** After a restore as root, say. */
async function giveAll(directory: string, account: Account): Promise<void> {
  chownSync(directory, account.uid, account.gid);
  for await (const entry of await opendir(directory, { recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    chownSync(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}

/** Makes the files at the first start. Passwords are kept before the files that need them exist. */
async function prepare(cluster: Cluster): Promise<Remembered> {
  const kept = readRemembered(cluster.file);
  if (clusterExists(cluster.directory)) {
    await requireSameMajor(cluster.directory, cluster.binaries);
    if (kept !== null) return kept;
    throw new Error(
      `${cluster.file}, with the passwords of the database in ${cluster.directory}, is missing: put it back from a backup.`,
    );
  }
  if (existsSync(cluster.directory)) {
    throw new Error(`${cluster.directory} exists and holds no database: move it away.`);
  }
  const remembered = kept ?? remember(cluster.file, newPasswords());
  const { directory, binaries, account } = cluster;
  await createCluster(directory, binaries, account, remembered.administratorPassword);
  return remembered;
}

async function adoptOrStart(
  cluster: Cluster,
  remembered: Remembered,
  namedPort: number | undefined,
): Promise<{ postmaster: Postmaster; adopted: boolean }> {
  const running = await findPostmaster(cluster.directory);
  if (running !== null && (namedPort === undefined || namedPort === running.port)) {
    await settle(cluster, running, remembered);
    return { postmaster: running, adopted: true };
  }
  if (running !== null) await shutDown(running);
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(namedPort, remembered.port);
    try {
      return { postmaster: await start(cluster, remembered, port), adopted: false };
    } catch (error) {
      // Between choosing the port and listening on it another program may have taken it.
      if (error instanceof NotStarted && attempt < 3) continue;
      // it may take sessions and yet not what has to be written into it, as on a full disk
      const left = await findPostmaster(cluster.directory);
      if (left !== null) await shutDown(left);
      throw error;
    }
  }
}

async function start(cluster: Cluster, kept: Remembered, port: number): Promise<Postmaster> {
  const { directory, account, binaries, file } = cluster;
  await writeSettings(directory, account, port);
  const postmaster = launch(directory, binaries, account, port);
  await settle(cluster, postmaster, kept);
  if (kept.port !== port) remember(file, { ...kept, port });
  return postmaster;
}

async function restart(cluster: Cluster, port: number): Promise<Postmaster> {
  const remembered = readRemembered(cluster.file);
  if (remembered === null) throw new Error(`${cluster.file} is missing.`);
  // The address is known to others by now, so the port stays.
  return (await findPostmaster(cluster.directory)) ?? (await start(cluster, remembered, port));
}

async function settle(
  cluster: Cluster,
  postmaster: Postmaster,
  remembered: Remembered,
): Promise<void> {
  const client = await administratorSession(cluster.directory, postmaster, remembered);
  try {
    await requireDirectory(client, cluster.directory);
    await ensureDatabase(client, remembered.password);
  } finally {
    await client.end();
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
