import type { Postmaster } from './postmaster.ts';
import { isAlive } from './process-identity.ts';

const everyMilliseconds = 1000;
/** Of restarts that fail, as on a disk that is full for a weekend, one in so many is told. */
const TOLD_EACH = 60;

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
  let failed = 0;
  let restarting: Promise<void> | null = null;
  const timer = setInterval(() => {
    if (restarting !== null || isAlive(postmaster.identity)) return;
    if (failed === 0) report('The database stopped by itself; it is being started again.');
    restarting = restart()
      .then(
        (next) => {
          postmaster = next;
          failed = 0;
          report('The database runs again.');
        },
        (error: unknown) => {
          if (failed++ % TOLD_EACH > 0) return;
          const why = error instanceof Error ? error.message : String(error);
          report(`The database cannot be started, which is tried again every second: ${why}`);
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
