import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Logger } from '../config/index.ts';
import type { SandboxLink } from '../delivery/index.ts';
import { senderProgram } from './bundled-sender.ts';

const AGAIN_AFTER = 1_000;
/**
 * A message dies young, if the nursery is large enough for all that are on their way: with 8 MB a
 * tenth of a sender's time went to collecting what grew old for want of room. What does live long is
 * little, so the rest of the heap may grow by 60 percent, not 100, before it is collected.
 */
export const SENDER_ARGUMENTS = ['--max-semi-space-size=16', '--heap-growing-percent=60'];
export const senderEnvironment = (codeDirectory: string) => ({
  ...process.env,
  // code that is kept spares it the compiler, and 27 MB
  NODE_COMPILE_CACHE: codeDirectory,
  // glibc keeps an arena for each thread, and what was once large for ever: another 40 MB
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '262144',
});

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
  const program = senderProgram();
  const start = () => {
    const child = fork(program, [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: SENDER_ARGUMENTS,
      env: senderEnvironment(codeDirectory),
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
