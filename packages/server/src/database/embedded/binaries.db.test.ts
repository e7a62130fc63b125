import { chmodSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../../tests/support/temporary-directory.ts';
import { databaseAccount } from './account.ts';
import { installedBinaries, runnableBinaries } from './binaries.ts';

const top = temporaryDirectory('postern-binaries-');
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** As npm unpacks it: without the links that the package's install script would make. */
async function unpacked(name: string) {
  const installed = await installedBinaries();
  const folder = join(top, name, 'native');
  const isLink = /\.so(\.\d+)?$/;
  cpSync(installed.folder, folder, {
    recursive: true,
    filter: (path) => !/lib\/lib(pq|icu\w+)\.so/.test(path) || !isLink.test(path),
  });
  return { ...installed, folder };
}

test('programs without their library links are copied, with the links', async () => {
  const parent = join(top, 'data-a');
  mkdirSync(parent, { mode: 0o711 });
  const bare = await unpacked('bare');
  const runnable = await runnableBinaries(bare, parent, databaseAccount());
  expect(runnable.folder).toBe(join(parent, `postgres-${bare.version}`));
  expect(await runnableBinaries(bare, parent, databaseAccount())).toEqual(runnable);
});

test.runIf(process.getuid?.() === 0)('programs below a closed home are copied', async () => {
  const parent = join(top, 'data-b');
  mkdirSync(parent, { mode: 0o711 });
  const closed = await unpacked('closed');
  chmodSync(join(top, 'closed'), 0o700);
  const runnable = await runnableBinaries(closed, parent, databaseAccount());
  expect(runnable.folder).toBe(join(parent, `postgres-${closed.version}`));
});
