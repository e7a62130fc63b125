import { randomBytes } from 'node:crypto';
import type { Database, Tx } from '../database/index.ts';
import type { KeyStore } from './key-store.ts';
import { type OrganizationKeys, organizationKeys } from './organization-keys.ts';

/** Opens the keys of organizations, once each. */
export interface Keyring {
  of(organizationId: string): Promise<OrganizationKeys>;
  /** A new data key for an organization that is about to be made: its wrapped form. */
  make(organizationId: string): Promise<Buffer>;
  /** The same, seeing what this transaction has made. */
  within(tx: Tx): Keyring;
}

export function keyring(store: KeyStore, database: Database | Tx): Keyring {
  const opened = new Map<string, Promise<OrganizationKeys>>();
  const load = async (id: string) => {
    const { data_key_wrapped } = await database
      .selectFrom('organizations')
      .select('data_key_wrapped')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return organizationKeys(id, await store.unwrap(data_key_wrapped, id));
  };
  return {
    of(id) {
      let keys = opened.get(id);
      if (!keys) {
        keys = load(id);
        opened.set(id, keys);
        // a failure is not remembered: the database may be back a moment later
        keys.catch(() => opened.delete(id));
      }
      return keys;
    },
    make: (id) => store.wrap(randomBytes(32), id),
    within: (tx) => keyring(store, tx),
  };
}
