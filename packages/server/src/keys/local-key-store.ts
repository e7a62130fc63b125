import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdir, open as openFile, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type KeyStore, KeyUnavailable } from './key-store.ts';
import { open, seal } from './seal.ts';

const KEY_BYTES = 32;

/**
 * The key-encryption key in a file that only its owner reads (0600), made at the first start.
 * Whoever has both the database and this file can read everything: keep their backups apart.
 */
export async function localKeyStore(path: string): Promise<KeyStore> {
  const key = createSecretKey(await readOrMake(path));
  const context = (organizationId: string) => `data-key:${organizationId}`;
  return {
    wrap: async (dataKey, organizationId) => seal(key, dataKey, context(organizationId)),
    unwrap: async (wrapped, organizationId) => {
      try {
        return open(key, wrapped, context(organizationId));
      } catch {
        throw new KeyUnavailable(
          `The key file ${path} is not the one that this database was sealed with. Restore the key file that belongs to it.`,
        );
      }
    },
  };
}

async function readOrMake(path: string): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    // 'wx' fails when it exists, so two starts at once make one key
    const file = await openFile(path, 'wx', 0o600);
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await file.sync();
    await file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new KeyUnavailable(
      `The key file ${path} holds ${key.length} bytes; expected ${KEY_BYTES} in base64.`,
    );
  }
  return key;
}
