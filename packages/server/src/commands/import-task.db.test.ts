import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { temporaryDirectory } from '../../../../tests/support/temporary-directory.ts';
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
