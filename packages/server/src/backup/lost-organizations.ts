import type { Tx } from '../database/index.ts';
import { type InstalledKeyStore, KeyUnavailable, splitName } from '../keys/index.ts';
import { BackupRefused } from './refused.ts';

/**
 * Organizations that the backup has and that the key store was made to forget since: it does not open
 * their keys, and does open others that were wrapped under the same name, the backup's own among them
 * (`wrappedBy`). Throws `BackupRefused` where it opens none of that name: then the key that wrapped them
 * is not there, and nothing is known of the organization.
 */
export async function lostOrganizations(
  tx: Tx,
  store: InstalledKeyStore,
  wrappedBy: string | null,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('organizations')
    .select(['id', 'data_key_wrapped as wrapped'])
    .where('data_key_wrapped', '<>', Buffer.alloc(0))
    .orderBy('number')
    .execute();
  const present = new Set([wrappedBy]);
  const closed: { readonly id: string; readonly name: string | null }[] = [];
  for (const { id, wrapped } of rows) {
    const { name } = splitName(wrapped);
    try {
      await store.unwrap(wrapped, id);
      present.add(name);
    } catch (error) {
      if (!(error instanceof KeyUnavailable)) throw error;
      closed.push({ id, name });
    }
  }
  const unknown = closed.find(({ name }) => !present.has(name));
  if (unknown === undefined) return closed.map(({ id }) => id);
  throw new BackupRefused(
    `The keys of the organization ${unknown.id} were wrapped by a key that is not in ${store.title}. Put the key in place that was in use when the backup was made.`,
  );
}
