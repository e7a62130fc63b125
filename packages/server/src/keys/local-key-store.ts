import { createSecretKey, hash } from 'node:crypto';
import { copyFile, rename } from 'node:fs/promises';
import { type KeyFile, makeKeyFile, readKeyFile, replaceKeyFile } from './key-file.ts';
import {
  type InstalledKeyStore,
  KeyStoreUnavailable,
  KeyUnavailable,
  named,
  splitName,
} from './key-store.ts';
import { leafOf, without } from './puncturable-key.ts';
import { open, seal } from './seal.ts';

const PREFIX = 'file:';

/**
 * The key-encryption key in a file that only its owner reads (0600), made at the first start unless
 * `mayMake` says that there is a database already, which this file would not fit. Whoever has both
 * the database and this file can read everything: keep their backups apart.
 *
 * The file is read each time that a key is wrapped or unwrapped, which is seldom: what was changed
 * in it holds for all processes at once, and nothing of it stays in memory. While a new key takes its
 * place the new one lies beside it as `….next`, and afterwards the old one as `….before`.
 */
export async function localKeyStore(
  path: string,
  { mayMake = true }: { readonly mayMake?: boolean } = {},
): Promise<InstalledKeyStore> {
  const title = `the key file ${path}`;
  const paths = [path, `${path}.next`, `${path}.before`] as const;
  const [, next, before] = paths;
  if (mayMake) await makeKeyFile(path);
  else if ((await readKeyFile(path)) === null) {
    throw new KeyUnavailable(
      `There is no key file ${path}, and the data was sealed with one. Restore it from its backup, or name its place in POSTERN_KEY_FILE.`,
    );
  }
  const wrong = () =>
    new KeyUnavailable(
      `The key file ${path} is not the one that this database was sealed with. Restore the key file that belongs to it.`,
    );
  const mustRead = async () => {
    const file = await readKeyFile(path);
    if (file === null) throw new KeyStoreUnavailable(`The key file ${path} is not there.`);
    return file;
  };
  /** The file under whose key is wrapped now. */
  const newest = async () => (await readKeyFile(next)) ?? (await mustRead());
  const all = async () => {
    const main = await mustRead();
    const others = await Promise.all([readKeyFile(next), readKeyFile(before)]);
    return [main, ...others.filter((file) => file !== null)];
  };

  const tryAll = async (name: string | null, wrapped: Buffer, organizationId: string) => {
    for (const file of await all()) {
      const key = name === null ? rootOf(file) : keyOf(file, name, organizationId);
      if (key === null) continue;
      try {
        return open(createSecretKey(key), wrapped, contextOf(organizationId));
      } catch {
        // another of the files may be the one
      }
    }
    return null;
  };

  return {
    kind: 'file',
    title,
    owns: (name) => name === null || name.startsWith(PREFIX),
    async wrap(dataKey, organizationId) {
      const file = await newest();
      const leaf = leafOf(file.nodes, organizationId);
      if (leaf === null) throw new KeyUnavailable('The key of this organization was destroyed.');
      const sealed = seal(createSecretKey(leaf), dataKey, contextOf(organizationId));
      return named(PREFIX + file.id, sealed);
    },
    async unwrap(bytes, organizationId) {
      const { name, wrapped } = splitName(bytes);
      const found =
        (await tryAll(name, wrapped, organizationId)) ??
        // the files may just have taken each other's places
        (await tryAll(name, wrapped, organizationId));
      if (found === null) throw wrong();
      return found;
    },
    async isCurrent(bytes) {
      return splitName(bytes).name === PREFIX + (await newest()).id;
    },
    async beginRenewal() {
      await makeKeyFile(next);
    },
    async endRenewal() {
      if ((await readKeyFile(next)) === null) return;
      // at no moment is there no file at `path`
      await copyFile(path, before);
      await rename(next, path);
    },
    async forget(organizationId) {
      for (const one of paths) {
        const file = await readKeyFile(one);
        if (file === null) continue;
        const nodes = without(file.nodes, organizationId);
        if (nodes !== file.nodes) await replaceKeyFile(one, { id: file.id, nodes });
      }
      return {
        everywhere: true,
        sentence: `What wraps the organization’s keys was cut out of ${title}: no backup of the database opens with it any more. Older copies of the key file still hold it: put a copy of the present file in their place and destroy them.`,
      };
    },
    async backupMark() {
      return hash('sha256', (await all()).map(({ mark }) => mark).join(' ')).slice(0, 16);
    },
  };
}

const contextOf = (organizationId: string) => `data-key:${organizationId}`;

/** What wrapped before organizations had leaves; null once something was cut out. */
function rootOf({ nodes }: KeyFile): Buffer | null {
  return nodes.find(({ prefix }) => prefix === '')?.key ?? null;
}

function keyOf(file: KeyFile, name: string, organizationId: string): Buffer | null {
  return name === PREFIX + file.id ? leafOf(file.nodes, organizationId) : null;
}
