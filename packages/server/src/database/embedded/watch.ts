import type { Postmaster } from './postmaster.ts';
import { isAlive } from './process-identity.ts';

const everyMilliseconds = 1000;

/**
 * Looks every second whether the server lives, and starts it again when it does not (the
 * machine ran out of memory, somebody killed it). A restart that fails is tried again.
 */
export function watch(
  first: Postmaster,
  report: (sentence: string) => void = () => {},
  restart: () => Promise<Postmaster>,
): { end(): Promise<Postmaster> } {
  let postmaster = first;
  let restarting: Promise<void> | null = null;
  const timer = setInterval(() => {
    if (restarting !== null || isAlive(postmaster.identity)) return;
    report('The database stopped by itself; it is being started again.');
    restarting = restart()
      .then(
        (next) => {
          postmaster = next;
          report('The database runs again.');
        },
        (error: unknown) => {
          report(error instanceof Error ? error.message : String(error));
        },
      )
      .finally(() => {
        restarting = null;
      });
  }, everyMilliseconds);
  timer.unref();
  return {
    async end() {
      clearInterval(timer);
      await restarting;
      return postmaster;
    },
  };
}
