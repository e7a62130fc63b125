import { basename, dirname, join, resolve } from 'node:path';
import { findPostmaster } from './postmaster.ts';
import { readRemembered } from './remembered.ts';

/**
 * The address of the embedded database of a Postern that runs at the moment; null when none does.
 * For commands beside a running product: they use its database and leave its life to it.
 */
export async function attachEmbedded(directory: string): Promise<string | null> {
  const path = resolve(directory);
  const running = await findPostmaster(path);
  const remembered = readRemembered(`${join(dirname(path), basename(path))}.json`);
  if (running === null || remembered === null) return null;
  return `postgres://postern:${remembered.password}@127.0.0.1:${running.port}/postern`;
}
