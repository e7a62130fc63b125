import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLogger } from '../../packages/server/src/config/index.ts';
import { openDatabase } from '../../packages/server/src/database/index.ts';
import { openJobs, runJobs } from '../../packages/server/src/jobs/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { until } from '../support/sending-world.ts';

let scratch: TestDatabase;
beforeAll(async () => {
  scratch = await testDatabase();
});
afterAll(() => scratch.drop());

it('keeps no message of a failed job, since a database quotes values in it', async () => {
  const logged: string[] = [];
  const log = makeLogger('debug', { write: (line) => void logged.push(line) });
  const { pool } = openDatabase(scratch.url, () => {});
  const jobs = await openJobs(pool, log);
  const fail = async () => {
    throw new Error('invalid input syntax for type date: "Zyxvalue"');
  };
  const runner = await runJobs(
    pool,
    { import: fail, hygiene: fail, export: fail, 'consent-import': fail },
    log,
  );
  const id = '018f3c2e-7a1b-7c3d-8e4f-5a6b7c8d9e0f';
  await jobs.add('import', { organizationId: id, importId: id }, 'import:test');
  const failed = async () =>
    (await pool.query('select last_error from graphile_worker.jobs where attempts > 0')).rows;
  await until(async () => Boolean((await failed())[0]?.last_error));
  expect((await failed())[0].last_error).toBe('The job failed; the log says where.');
  expect(logged.join('\n')).toContain('A job failed');
  expect(logged.join('\n')).not.toContain('Zyxvalue');
  await runner.stop();
  await jobs.close();
  await pool.end();
});
