import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { bundled } from '../../bin/bundled.mjs';
import type { Logger } from '../config/index.ts';
import type { SandboxLink } from '../delivery/index.ts';
import { CHILD_ARGUMENTS, childEnvironment } from './children.ts';

const AGAIN_AFTER = 1_000;
/** What a sending process is told when it starts; by a channel that nobody else reads. */
export interface SenderBrief {
  readonly databaseUrl: string;
  readonly publicUrl: string;
  readonly sandbox: SandboxLink | null;
}

/**
 * Keeps so many sending processes: signing takes a core for itself, and the pages stay quick beside
 * it. One that ends by itself is started again; what it left unfinished is in its journal.
 */
export function keepSenders(
  count: number,
  brief: SenderBrief,
  { log, codeDirectory }: { readonly log: Logger; readonly codeDirectory: string },
): { close(): Promise<void> } {
  const running = new Set<ChildProcess>();
  let closing = false;
  const program = bundled('sender');
  const start = () => {
    const child = fork(program, [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: CHILD_ARGUMENTS,
      env: childEnvironment(codeDirectory),
    });
    running.add(child);
    child.send(brief);
    child.once('exit', () => {
      running.delete(child);
      if (closing) return;
      log.error({}, 'A sending process ended by itself; another takes its place.');
      setTimeout(() => closing || start(), AGAIN_AFTER).unref();
    });
  };
  for (let place = 0; place < count; place += 1) start();
  return {
    async close() {
      closing = true;
      await Promise.all(
        [...running].map(async (child) => {
          const ended = once(child, 'exit');
          child.disconnect();
          await ended;
        }),
      );
    },
  };
}
