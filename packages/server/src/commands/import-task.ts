import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundled } from '../../bin/bundled.mjs';
import { CHILD_ARGUMENTS, importerEnvironment } from './children.ts';

interface ImportRef {
  readonly organizationId: string;
  readonly importId: string;
}

/** What the process of an import is told; by a channel that nobody else reads. */
export interface ImportBrief {
  readonly databaseUrl: string;
  readonly ref: ImportRef;
}

/** Milliseconds until a process that ended by itself is begun again, and twice as many each time. */
const AGAIN_MS = 1_000;
/** One that ends so often, each time within a minute, is a failed job: the queue's pauses are longer. */
const MOST = 6;
const A_WHILE_MS = 60_000;

/**
 * Runs each import in a process of its own: the pages stay quick beside a million rows, whose memory
 * goes with it. One that ends by itself (killed, or its database went away) is begun again and goes on
 * where it stopped; an import that was interrupted is a failed job, taken up at the next start.
 */
export function importTask(
  { databaseUrl }: { databaseUrl: string },
  codeDirectory: string,
  againMs = AGAIN_MS,
) {
  const program = bundled('importer');
  const run = async ({ organizationId, importId }: ImportRef, signal: AbortSignal) => {
    const child = fork(program, [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: CHILD_ARGUMENTS,
      env: importerEnvironment(codeDirectory),
    });
    const ended = once(child, 'exit');
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    child.send({ databaseUrl, ref: { organizationId, importId } } satisfies ImportBrief);
    const [status] = (await ended) as [number | null];
    signal.removeEventListener('abort', stop);
    return status === 0;
  };
  return async (ref: ImportRef, signal: AbortSignal): Promise<void> => {
    for (let tries = 1; ; tries++) {
      const begun = performance.now();
      if (await run(ref, signal)) return;
      if (performance.now() - begun > A_WHILE_MS) tries = 1;
      const ended = signal.aborted || tries === MOST;
      if (ended) throw new Error('The import did not come to its end.');
      await sleep(againMs * 2 ** (tries - 1), null, { signal });
    }
  };
}
