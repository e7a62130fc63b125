import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../../tests/support/temporary-directory.ts';
import { databaseAccount, requireReachable } from './account.ts';

const root = 'root:x:0:0:root:/root:/bin/bash\n';
const nobody = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n';
const ada = 'ada:x:1000:1000::/home/ada:/bin/bash\n';
const postgres = 'postgres:x:101:104::/var/lib/postgresql:/bin/bash\n';

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test.each([
    ['postgres where it exists', undefined, root + nobody + ada + postgres, 'postgres'],
    ['else nobody', undefined, root + ada + nobody, 'nobody'],
    ['else the first ordinary user', undefined, root + ada, 'ada'],
    ['before all, whoever owns the data', 1000, root + postgres + ada, 'ada'],
    ['but never root itself', 0, root + nobody, 'nobody'],
  ])('the database runs as %s', (_case, owner, passwd, name) => {
    expect(databaseAccount(owner, passwd)?.name).toBe(name);
  });

  test('a machine with no user but root is told what to do', () => {
    expect(() => databaseAccount(undefined, root)).toThrow(/useradd/);
  });

  test('a directory on the way that the user cannot enter is named', async () => {
    const top = temporaryDirectory('postern-account-');
    const closed = join(top, 'closed');
    mkdirSync(join(closed, 'data'), { recursive: true });
    chmodSync(closed, 0o700);
    await expect(requireReachable(databaseAccount(), join(closed, 'data'))).rejects.toThrow(
      `cannot enter ${closed}:`,
    );
    chmodSync(closed, 0o711);
    await requireReachable(databaseAccount(), join(closed, 'data'));
    rmSync(top, { recursive: true });
  });
});

describe.runIf(process.getuid?.() !== 0)('as an ordinary user', () => {
  test('the database runs as the same user', () => {
    expect(databaseAccount()).toBeNull();
  });
});
