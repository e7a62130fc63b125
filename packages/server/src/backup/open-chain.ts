import type { KeyStore } from '../keys/index.ts';
import type { End, Head } from './manifest.ts';
import { BackupRefused } from './refused.ts';
import { pagesIn, type ScannedBackup, scanBackup } from './scan-backup.ts';

/** A backup with those that it follows: everything of one moment. */
export interface BackupChain {
  /** The name of the key that wrapped the key of the newest; null: of before names. */
  readonly wrappedBy: string | null;
  readonly head: Head;
  readonly end: End;
  /** The rows of a table in the binary form of COPY, page by page, without its beginning and end. */
  rows(table: string): AsyncGenerator<Buffer, void>;
  close(): Promise<void>;
}

/**
 * Opens a backup and its increments, oldest first, and verifies every byte of them. Throws
 * `BackupRefused` with a sentence: what is altered, missing or too much.
 */
export async function openChain(paths: readonly string[], store: KeyStore): Promise<BackupChain> {
  const files: ScannedBackup[] = [];
  const close = async () => {
    for (const file of files) await file.close();
  };
  try {
    for (const path of paths) files.push(await scanBackup(path, store));
    const newest = files.at(-1);
    if (newest === undefined) throw new BackupRefused('No backup is named.');
    requireChain(newest, files.slice(0, -1));
    requirePages(newest, files);
    return {
      wrappedBy: newest.wrappedBy,
      head: newest.head,
      end: newest.end,
      async *rows(table) {
        for (const page of pagesIn(newest.index.get(table) ?? Buffer.alloc(0))) {
          yield await holder(files, page).read(page);
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function requireChain({ path, head }: ScannedBackup, earlier: readonly ScannedBackup[]): void {
  const given = new Map(earlier.map((file) => [file.head.id, file.path]));
  const missing = head.follows.filter((id) => !given.has(id));
  if (missing.length > 0) {
    const which = missing.length === 1 ? `the backup ${missing[0]}` : `${missing.length} backups`;
    throw new BackupRefused(
      `${path} follows ${which}, not named here: name every backup from the full one on, oldest first (missing: ${missing.join(', ')}).`,
    );
  }
  const extra = earlier.find((file) => !head.follows.includes(file.head.id));
  if (extra !== undefined) {
    throw new BackupRefused(
      `${path} does not follow ${extra.path}: name the newest backup last, and before it only those that it follows.`,
    );
  }
}

/** What the newest refers to is there. */
function requirePages(newest: ScannedBackup, files: readonly ScannedBackup[]): void {
  for (const [, hashes] of newest.index) {
    for (const page of pagesIn(hashes)) holder(files, page);
  }
}

function holder(files: readonly ScannedBackup[], page: string): ScannedBackup {
  const file = files.find((one) => one.has(page));
  if (file !== undefined) return file;
  throw new BackupRefused('A page is in none of the files; they do not belong together.');
}
