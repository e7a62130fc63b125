import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLogger } from '../../packages/server/src/config/index.ts';
import {
  type EmbeddedDatabase,
  startEmbedded,
} from '../../packages/server/src/database/embedded/start-embedded.ts';
import { migrate, openDatabase } from '../../packages/server/src/database/index.ts';
import { openJobs, runJobs } from '../../packages/server/src/jobs/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { until } from '../support/sending-world.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const quiet = makeLogger('error', { write: () => {} });
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

it('outlives the end of the database while a job fails, and does that job again', async () => {
  const parent = temporaryDirectory('postern-jobs-');
  const directory = join(parent, 'postgres');
  let server: EmbeddedDatabase = await startEmbedded({ directory });
  await migrate(server.url);
  const { pool } = openDatabase(server.url, () => {});
  const jobs = await openJobs(pool, quiet);
  let runs = 0;
  let gone = false;
  const failsFirst = async () => {
    if (++runs > 1) return;
    await server.stop();
    gone = true;
    throw new Error('The disk is full.');
  };
  const nothing = async () => {};
  const tasks = {
    import: nothing,
    hygiene: failsFirst,
    export: nothing,
    'consent-import': nothing,
  };
  const runner = await runJobs(pool, tasks, quiet);
  const organizationId = '018f3c2e-7a1b-7c3d-8e4f-5a6b7c8d9e0f';
  await jobs.add('hygiene', { organizationId }, 'hygiene:test');
  await until(async () => gone);
  // it is told how the first ended only when it is back, at the address that it had
  server = await startEmbedded({ directory });
  const left = async () => (await pool.query('select attempts from graphile_worker.jobs')).rows;
  await until(async () => (await left()).length === 0);
  expect(runs).toBe(2);
  await runner.stop();
  await jobs.close();
  await pool.end();
  await server.stop();
  rmSync(parent, { recursive: true, force: true });
}, 60_000);

it('stops while the database is away', async () => {
  const parent = temporaryDirectory('postern-jobs-');
  const server = await startEmbedded({ directory: join(parent, 'postgres') });
  const { pool } = openDatabase(server.url, () => {});
  const jobs = await openJobs(pool, quiet);
  const nothing = async () => {};
  const tasks = { import: nothing, hygiene: nothing, export: nothing, 'consent-import': nothing };
  const runner = await runJobs(pool, tasks, quiet);
  await server.stop();
  await runner.stop();
  await jobs.close();
  await pool.end();
  rmSync(parent, { recursive: true, force: true });
}, 60_000);

it('looks over contacts, takes opt-outs in and exports while imports wait for room', async () => {
  const { pool } = openDatabase(scratch.url, () => {});
  const jobs = await openJobs(pool, quiet);
  const waiting = (_: unknown, signal: AbortSignal) =>
    new Promise<void>((done) => signal.addEventListener('abort', () => done()));
  const done = new Set<string>();
  const doing = (name: string) => async () => void done.add(name);
  const tasks = {
    import: waiting,
    hygiene: doing('hygiene'),
    export: doing('export'),
    'consent-import': doing('consent-import'),
  };
  const runner = await runJobs(pool, tasks, quiet);
  const organizationId = '018f3c2e-7a1b-7c3d-8e4f-5a6b7c8d9e0f';
  const ids = [1, 2, 3].map((n) => `018f3c2e-7a1b-7c3d-8e4f-00000000000${n}`);
  for (const importId of ids) await jobs.add('import', { organizationId, importId }, importId);
  await jobs.add('hygiene', { organizationId }, 'hygiene:waits');
  await jobs.add('export', { organizationId, exportId: organizationId }, 'export:waits');
  await jobs.add('consent-import', { organizationId, importId: organizationId }, 'consents:wait');
  await until(async () => done.size === 3);
  await runner.stop();
  await jobs.close();
  await pool.end();
});
