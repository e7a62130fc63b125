import type { Database } from '../database/index.ts';
import { type InstalledKeyStore, KeyStoreUnavailable, splitName } from './key-store.ts';

/**
 * Whether the store opens what this database was sealed with: one key of each kind of wrapping is
 * tried. Null when it does; a sentence when the store cannot be asked now. Throws `KeyUnavailable`
 * when it is the wrong one.
 */
export async function checkKeys(db: Database, store: InstalledKeyStore): Promise<string | null> {
  const rows = await db
    .selectFrom('organizations')
    .select(['id', 'data_key_wrapped as wrapped'])
    .where('data_key_wrapped', '<>', Buffer.alloc(0))
    .orderBy('number')
    .execute();
  const tried = new Set<string | null>();
  for (const { id, wrapped } of rows) {
    const { name } = splitName(wrapped);
    if (tried.has(name)) continue;
    tried.add(name);
    try {
      await store.unwrap(wrapped, id);
    } catch (error) {
      if (error instanceof KeyStoreUnavailable) return error.message;
      throw error;
    }
  }
  return null;
}

/** Whether any organization's keys are kept in this database: then a key file is not made anew. */
export async function hasKeys(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('organizations')
    .select('id')
    .where('data_key_wrapped', '<>', Buffer.alloc(0))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
