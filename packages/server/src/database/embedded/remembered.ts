import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What must outlive a start: the two passwords, and the port, so that it need not change. */
export interface Remembered {
  /** of `postgres`, which administers the cluster */
  readonly administratorPassword: string;
  /** of `postern`, which owns the database and nothing else */
  readonly password: string;
  readonly port?: number;
}

export function readRemembered(file: string): Remembered | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const value = JSON.parse(text) as Partial<Remembered>;
    if (typeof value.password !== 'string' || typeof value.administratorPassword !== 'string') {
      throw new Error('passwords are missing');
    }
    return value as Remembered;
  } catch {
    throw new Error(`${file}, which holds the database's passwords, cannot be read as JSON.`);
  }
}

/** Written beside and renamed, so a crash leaves the old or the new, never half of one. */
export function remember(file: string, remembered: Remembered): Remembered {
  const draft = `${file}.making`;
  writeFileSync(draft, `${JSON.stringify(remembered)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
  return remembered;
}

export function newPasswords(): Remembered {
  const password = () => randomBytes(24).toString('base64url');
  return { administratorPassword: password(), password: password() };
}
