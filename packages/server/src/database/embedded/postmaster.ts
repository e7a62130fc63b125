import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, spawnOptionsFor } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import {
  commandOf,
  identify,
  isAlive,
  type ProcessIdentity,
  processesWorkingIn,
} from './process-identity.ts';

/** PostgreSQL's first process: it listens, and the others are its children. */
export interface Postmaster {
  readonly identity: ProcessIdentity;
  readonly port: number;
}

const startupLog = (directory: string) => join(directory, 'startup.log');
const pidFile = (directory: string) => join(directory, 'postmaster.pid');

/**
 * The postmaster that already runs on this directory, left by a Postern that was killed.
 * A pid file that PostgreSQL would misread is removed, once nobody works in the directory: its
 * number was used again by another program, or is a dead process that nobody has buried (in a
 * container without an init), or is no number. One that names nobody is left for PostgreSQL.
 */
export async function findPostmaster(directory: string): Promise<Postmaster | null> {
  const file = readPidFile(directory);
  if (file === null) return null;
  const identity = identify(file.pid);
  if (identity !== null && isPostgresOn(file.pid, directory)) {
    if (file.status !== 'stopping') return { identity, port: file.port };
    await gone(identity, 60_000);
  }
  await lingerersGone(directory);
  if (!(file.pid > 0) || hasEntry(file.pid)) rmSync(pidFile(directory), { force: true });
  return null;
}

/** Whether the number is in the table of processes at all, dead ones included. */
function hasEntry(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readPidFile(directory: string): { pid: number; port: number; status: string } | null {
  try {
    const lines = readFileSync(pidFile(directory), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return null;
  }
}

function isPostgresOn(pid: number, directory: string): boolean {
  const command = commandOf(pid);
  if (!command.includes('postgres')) return false;
  if (process.platform !== 'linux') return command.includes(directory);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === directory;
  } catch {
    return command.includes(directory);
  }
}

/** Starts the server in a process group of its own: a Ctrl-C at the terminal is not for it. */
export function launch(
  directory: string,
  binaries: Binaries,
  account: Account | null,
  port: number,
): Postmaster {
  // Made anew, never followed: the directory belongs to another user than the one who writes here.
  rmSync(startupLog(directory), { force: true });
  const log = openSync(startupLog(directory), 'wx', 0o600);
  try {
    const child = spawn(program(binaries, 'postgres'), ['-D', directory], {
      ...spawnOptionsFor(account),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.on('error', () => {});
    child.unref();
    const identity = child.pid === undefined ? null : identify(child.pid);
    if (identity === null) throw new Error(`PostgreSQL did not start. ${lastWords(directory)}`);
    return { identity, port };
  } finally {
    closeSync(log);
  }
}

/** What the server said last, for the sentence that tells why it did not start. */
export function lastWords(directory: string): string {
  const day = new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' });
  const files = [startupLog(directory), join(directory, 'log', `postgresql-${day}.log`)];
  return files
    .flatMap((file) => {
      try {
        return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-4);
      } catch {
        return [];
      }
    })
    .filter((line) => /FATAL|PANIC|LOG: {2}could not|error/.test(line))
    .join(' ');
}

/**
 * Fast shutdown: sessions are ended, everything is written. Should that take over a minute,
 * immediate shutdown, which is as safe as a crash: the next start recovers from the journal.
 */
export async function shutDown({ identity }: Postmaster): Promise<void> {
  signal(identity, 'SIGINT');
  if (await gone(identity, 60_000)) return;
  signal(identity, 'SIGQUIT');
  if (await gone(identity, 10_000)) return;
  throw new Error(`PostgreSQL, process ${identity.pid}, does not stop.`);
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch (error) {
    if (isAlive(identity)) throw error;
  }
}

async function gone(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  return until(() => !isAlive(identity), milliseconds);
}

/** A killed postmaster's children notice within moments; starting beside them is refused. */
async function lingerersGone(directory: string): Promise<void> {
  if (await until(() => processesWorkingIn(directory).length === 0, 15_000)) return;
  throw new Error(
    `Processes of a database server that was killed still work in ${directory}: ${processesWorkingIn(directory).join(', ')}.`,
  );
}

async function until(done: () => boolean, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (!done()) {
    if (Date.now() > end) return false;
    await sleep(20);
  }
  return true;
}
