import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

export interface OwnerLock {
  release(): void;
}

/**
 * One Postern at a time for one database directory. The lock is a file with the owner's pid and
 * start time, so what a killed owner leaves behind never blocks, even when its pid lives again in
 * some other program. Taking it is a hard link, which the file system makes for one of us only.
 */
export function takeOwnerLock(file: string): OwnerLock {
  const self = identify(process.pid);
  if (self === null) throw new Error('This process cannot find its own start time.');
  const mine = JSON.stringify({ ...self, id: randomUUID() });
  const draft = `${file}.${process.pid}.${randomUUID()}`;
  try {
    writeFileSync(draft, mine, { mode: 0o600, flush: true });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if (link(draft, file)) return { release: () => removeIf(file, mine) };
      const theirs = read(file);
      if (theirs === null) continue;
      const owner = ownerOf(theirs);
      if (owner !== null && isAlive(owner)) throw new Error(refusal(file, owner));
      setAside(file, theirs);
    }
    throw new Error(`The lock ${file} could not be taken: others keep taking it at this moment.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function refusal(file: string, owner: ProcessIdentity): string {
  return `This data directory is in use by another Postern, process ${owner.pid} (${file}): stop that one, or choose another directory with POSTERN_DATA.`;
}

/** Removes a stale lock; a fresh one that took its place in the meantime is put back. */
function setAside(file: string, stale: string): void {
  const aside = `${file}.stale.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (read(aside) !== stale) link(aside, file);
  rmSync(aside, { force: true });
}

function removeIf(file: string, content: string): void {
  if (read(file) === content) rmSync(file, { force: true });
}

function ownerOf(content: string): ProcessIdentity | null {
  try {
    const value = JSON.parse(content) as Partial<ProcessIdentity>;
    if (typeof value.pid !== 'number' || typeof value.startedAt !== 'string') return null;
    return { pid: value.pid, startedAt: value.startedAt };
  } catch {
    return null;
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
