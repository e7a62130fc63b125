import type { KeyStoreConfig } from '../config/index.ts';
import { failFast } from './fail-fast.ts';
import { type InstalledKeyStore, KeyUnavailable, splitName } from './key-store.ts';
import { localKeyStore } from './local-key-store.ts';
import { vaultKeyStore } from './vault-key-store.ts';

export interface OpenKeyStore {
  /** `mayMake`: there is no data yet, so that a key file may be made. */
  readonly mayMake: boolean;
}

/**
 * The key store that the settings name; with one from before, what that one wrapped opens too, until
 * `rewrap` has moved it over.
 */
export async function openKeyStore(
  config: { readonly keyStore: KeyStoreConfig; readonly keyStoreBefore: KeyStoreConfig | null },
  { mayMake }: OpenKeyStore,
): Promise<InstalledKeyStore> {
  const present = await storeOf(config.keyStore, mayMake);
  if (config.keyStoreBefore === null) return present;
  return afterAnother(present, await storeOf(config.keyStoreBefore, false));
}

async function storeOf(config: KeyStoreConfig, mayMake: boolean): Promise<InstalledKeyStore> {
  switch (config.kind) {
    case 'file':
      return localKeyStore(config.path, { mayMake });
    case 'vault':
      return failFast(vaultKeyStore(config));
    case 'aws-kms': {
      // 3 MB of code that nobody else needs
      const { kmsKeyStore } = await import('./kms-key-store.ts');
      return failFast(kmsKeyStore(config));
    }
  }
}

function afterAnother(present: InstalledKeyStore, before: InstalledKeyStore): InstalledKeyStore {
  return {
    ...present,
    owns: (name) => present.owns(name) || before.owns(name),
    async unwrap(wrapped, organizationId) {
      const { name } = splitName(wrapped);
      const store = [present, before].find((one) => one.owns(name));
      if (store === undefined) {
        throw new KeyUnavailable(
          `A key of this database was wrapped by ${name ?? 'a key file'}, which is neither ${present.title} nor ${before.title}.`,
        );
      }
      return store.unwrap(wrapped, organizationId);
    },
    async forget(organizationId) {
      const former = await before.forget(organizationId);
      const now = await present.forget(organizationId);
      return {
        everywhere: former.everywhere && now.everywhere,
        sentence: `${now.sentence} ${former.sentence}`,
      };
    },
    async backupMark() {
      return (await present.backupMark()) ?? before.backupMark();
    },
  };
}
