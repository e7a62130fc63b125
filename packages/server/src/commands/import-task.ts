import { fork } from 'node:child_process';
import { once } from 'node:events';
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

/**
 * Runs each import in a process of its own: the pages stay quick beside a million rows, whose memory
 * goes with it. An import that was interrupted, or whose process ended by itself, is a failed job: it is
 * taken up where it stopped.
 */
export function importTask({ databaseUrl }: { databaseUrl: string }, codeDirectory: string) {
  const program = bundled('importer');
  return async ({ organizationId, importId }: ImportRef, signal: AbortSignal): Promise<void> => {
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
    if (status !== 0) throw new Error('The import did not come to its end.');
  };
}
