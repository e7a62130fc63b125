import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An operating-system account. PostgreSQL refuses to run as root, so root lends it another one. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account that the database runs under: `null` for "the one we already are".
 * As root: whoever owns the data already (`ownerUid`), else `postgres` where it exists, else
 * `nobody`, else the first ordinary user.
 */
export function databaseAccount(ownerUid?: number, passwd = readPasswd()): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = parsePasswd(passwd).filter((account) => account.uid !== 0);
  const found =
    accounts.find((account) => account.uid === ownerUid) ??
    accounts.find((account) => account.name === 'postgres') ??
    accounts.find((account) => account.name === 'nobody') ??
    accounts.find((account) => account.uid >= 1000);
  if (found === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and this machine has no other user to run it: add one (for instance "useradd --system postgres"), or name a server in DATABASE_URL.',
    );
  }
  return found;
}

function parsePasswd(passwd: string): Account[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (!name || !uid || !gid) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

function readPasswd(): string {
  return readFileSync('/etc/passwd', 'utf8');
}

/** Environment of every program of the database: none of ours, which may hold secrets. */
const bareEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export function spawnOptionsFor(account: Account | null) {
  return {
    cwd: '/',
    env: bareEnvironment,
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
  };
}

/** Runs a program as the account; the answer says whether it ended well, and what it said. */
export function runAs(
  account: Account | null,
  program: string,
  args: readonly string[],
): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(program, args, spawnOptionsFor(account), (error, stdout, stderr) =>
      resolve({
        ok: error === null,
        output: `${stdout}${stderr}`.trim() || (error?.message ?? ''),
      }),
    );
  });
}

/** Refuses, naming the directory, when the account cannot pass through an ancestor of `path`. */
export async function requireReachable(account: Account | null, path: string): Promise<void> {
  if (account === null) return;
  for (const directory of [...ancestors(path), path]) {
    const { ok } = await runAs(account, '/bin/sh', ['-c', 'test -x "$1"', 'sh', directory]);
    if (ok) continue;
    throw new Error(
      `The database runs as the user "${account.name}", who cannot enter ${directory}: allow it with "chmod o+x ${directory}", or choose another data directory with POSTERN_DATA.`,
    );
  }
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestors(parent), parent];
}
