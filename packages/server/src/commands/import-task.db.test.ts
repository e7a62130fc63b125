import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { temporaryDirectory } from '../../../../tests/support/temporary-directory.ts';
import { readConfig } from '../config/index.ts';
import { openKeyStore } from '../keys/index.ts';
import { importTask } from './import-task.ts';

let scratch: TestDatabase;
beforeAll(async () => {
  scratch = await testDatabase();
});
afterAll(() => scratch.drop());

const nobody = '01900000-0000-7000-8000-000000000001';

test('an import whose process cannot open the keys is a failed job, and none that waits for ever', async () => {
  const directory = temporaryDirectory('postern-tests-');
  vi.stubEnv('POSTERN_DATA', directory);
  vi.stubEnv('POSTERN_KEY_FILE', join(temporaryDirectory('postern-keys-'), 'there-is-none'));
  const run = importTask({ databaseUrl: scratch.url }, join(directory, 'code'), 1);
  const job = { organizationId: nobody, importId: nobody };
  await expect(run(job, new AbortController().signal)).rejects.toThrow('did not come to its end');
});

test('an import whose process ended by itself is begun again', async () => {
  const directory = temporaryDirectory('postern-tests-');
  const keyFile = join(temporaryDirectory('postern-keys-'), 'kek');
  vi.stubEnv('POSTERN_DATA', directory);
  vi.stubEnv('POSTERN_KEY_FILE', keyFile);
  vi.stubEnv('DATABASE_URL', scratch.url);
  const run = importTask({ databaseUrl: scratch.url }, join(directory, 'code'), 2_000);
  const going = run({ organizationId: nobody, importId: nobody }, new AbortController().signal);
  let failed = false;
  going.catch(() => (failed = true));
  // the first try finds no keys; a later one does, and that there is nothing to import
  await sleep(2_500);
  await openKeyStore(readConfig(process.env, true), { mayMake: true });
  await going;
  expect(failed).toBe(false);
}, 60_000);
