import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Logger } from '../config/index.ts';
import type { SandboxLink } from '../delivery/index.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const AGAIN_AFTER = 1_000;
/**
 * A sender has little that lives long. Half of the default nursery, and a heap that grows by a third
 * before it is collected where it would double, keep it at 135 MB instead of 175, at no cost in time.
 */
export const SENDER_ARGUMENTS = ['--max-semi-space-size=8', '--heap-growing-percent=30'];
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
  const start = () => {
    const child = fork(MAIN, ['sender'], {
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
