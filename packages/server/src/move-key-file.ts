import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from './config/index.ts';

/**
 * The key file lay in the data directory once, where every copy of the data took it along. It is moved
 * to its place beside it, unless there is one already.
 */
export async function moveKeyFile(
  { dataDirectory, keyStore }: Pick<Config, 'dataDirectory' | 'keyStore'>,
  report: (sentence: string) => void,
): Promise<void> {
  const old = join(dataDirectory, 'keys/kek');
  if (keyStore.kind !== 'file' || existsSync(keyStore.path) || !existsSync(old)) return;
  await mkdir(dirname(keyStore.path), { recursive: true, mode: 0o700 });
  await rename(old, keyStore.path);
  report(`The key file was moved out of the data directory, to ${keyStore.path}.`);
}
