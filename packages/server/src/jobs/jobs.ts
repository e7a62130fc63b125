import {
  makeWorkerUtils,
  parseCronItems,
  run,
  type TaskList,
  Logger as WorkerLogger,
  type WorkerUtils,
} from 'graphile-worker';
import type pg from 'pg';
import type { Logger } from '../config/index.ts';
import { lastingPool } from './lasting-pool.ts';

/** Housekeeping jobs by name. A payload holds ids alone: it is stored and logged in plain. */
export interface JobPayloads {
  readonly import: { readonly organizationId: string; readonly importId: string };
  readonly hygiene: { readonly organizationId: string };
  readonly export: { readonly organizationId: string; readonly exportId: string };
  readonly 'consent-import': { readonly organizationId: string; readonly importId: string };
}

export type Tasks = {
  readonly [Name in keyof JobPayloads]: (
    payload: JobPayloads[Name],
    signal: AbortSignal,
  ) => Promise<void>;
};

/** Done again and again, by one of all processes; missed turns are not made up for. */
export interface Periodic {
  readonly name: string;
  /** Minute, hour, day, month and weekday, UTC. */
  readonly cron: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

export interface Jobs {
  /** Queues a job; one with the same key that has not begun is replaced. */
  add<Name extends keyof JobPayloads>(
    name: Name,
    payload: JobPayloads[Name],
    key: string,
  ): Promise<void>;
  close(): Promise<void>;
}

/** The queueing side; brings graphile-worker's own schema up to date. */
export async function openJobs(pool: pg.Pool, log: Logger): Promise<Jobs> {
  const utils: WorkerUtils = await makeWorkerUtils({ pgPool: pool, logger: quiet(log) });
  await utils.migrate();
  return {
    add: async (name, payload, jobKey) => {
      await utils.addJob<string>(name, payload, { jobKey, maxAttempts: 12 });
    },
    close: async () => utils.release(),
  };
}

/**
 * The working side: runs tasks until `stop`, which waits for those under way. While the database is
 * away none begins, and how those ended that were under way is told it when it is back.
 */
export async function runJobs(
  pool: pg.Pool,
  tasks: Tasks,
  log: Logger,
  periodic: readonly Periodic[] = [],
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const onAway = (error: unknown) =>
    log.warn({ error }, 'The database is away; jobs go on when it is back.');
  const pgPool = lastingPool(pool, onAway, stopping.signal);
  const begin = (taskList: TaskList, cron: readonly Periodic[]) =>
    run({
      ...{ pgPool, taskList, logger: quiet(log) },
      ...{ concurrency: 2, noHandleSignals: true, pollInterval: 1_000 },
      parsedCronItems: parseCronItems(
        cron.map((one) => ({ task: one.name, match: one.cron, options: { maxAttempts: 3 } })),
      ),
    });
  // of their own: one may wait for room on the disk for hours, and opt-outs must not wait with it
  const imports: TaskList = {
    import: (payload) =>
      tasks
        .import(payload as JobPayloads['import'], stopping.signal)
        .catch(failWithoutValues(log, 'import')),
  };
  const others: TaskList = {
    hygiene: (payload) =>
      tasks
        .hygiene(payload as JobPayloads['hygiene'], stopping.signal)
        .catch(failWithoutValues(log, 'hygiene')),
    export: (payload) =>
      tasks
        .export(payload as JobPayloads['export'], stopping.signal)
        .catch(failWithoutValues(log, 'export')),
    'consent-import': (payload) =>
      tasks['consent-import'](payload as JobPayloads['consent-import'], stopping.signal).catch(
        failWithoutValues(log, 'consent-import'),
      ),
    ...Object.fromEntries(
      periodic.map(({ name, run: work }) => [
        name,
        () => work(stopping.signal).catch(failWithoutValues(log, name)),
      ]),
    ),
  };
  const runners = [await begin(imports, []), await begin(others, periodic)];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

/**
 * The queue keeps a failed job's message in its table, in clear, and a database's message can quote
 * a patient's value: the log gets what may be told, the queue a constant.
 */
function failWithoutValues(log: Logger, task: string): (error: unknown) => never {
  return (error) => {
    log.error({ task, error }, 'A job failed');
    throw new Error('The job failed; the log says where.');
  };
}

/** The worker's own lines can quote an error's message: of them the level is passed on, and the error. */
function quiet(log: Logger): WorkerLogger {
  return new WorkerLogger((scope) => (level, _line, meta) => {
    const fields = { task: scope.taskIdentifier ?? 'worker', error: meta?.['error'] };
    if (level === 'error' && scope.taskIdentifier) log.error(fields, 'A job failed');
    // of a job that failed `failWithoutValues` tells; what else there is is tried again
    else if (level === 'error' || level === 'warning') log.warn(fields, 'The job worker warns');
  });
}
