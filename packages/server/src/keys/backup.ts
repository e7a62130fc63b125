import type { Database, Tx } from '../database/index.ts';
import type { InstalledKeyStore } from './key-store.ts';

export interface BackupState {
  /** False: nothing on this machine has to be kept. */
  readonly needed: boolean;
  /** When somebody last said that a copy of what is there now is kept elsewhere; null: nobody. */
  readonly confirmedAt: Date | null;
}

/**
 * Whether the key file has a copy elsewhere, as far as somebody said so: without it a broken disk is
 * the end of all data (45 CFR 164.308(a)(7)(ii)(A), 164.310(d)(2)(iv)). A changed file needs a new one.
 */
export async function backupState(db: Database, store: InstalledKeyStore): Promise<BackupState> {
  const mark = await store.backupMark();
  if (mark === null) return { needed: false, confirmedAt: null };
  const row = await db
    .selectFrom('key_custody')
    .select(['backup_mark', 'backup_confirmed_at'])
    .executeTakeFirstOrThrow();
  return { needed: true, confirmedAt: row.backup_mark === mark ? row.backup_confirmed_at : null };
}

/** Somebody (a user's id, or 'system') says that a copy of the present key file is kept elsewhere. */
export async function confirmBackup(
  tx: Tx,
  store: InstalledKeyStore,
  by: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('key_custody')
    .set({
      backup_mark: await store.backupMark(),
      backup_confirmed_at: now,
      backup_confirmed_by: by,
    })
    .execute();
}
