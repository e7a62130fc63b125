import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_PAUSE = 2_000;

/**
 * SQLSTATE classes that pass by themselves: connection, resources, shutdown, system, and rolled back
 * for the sake of another transaction.
 */
const PASSING_STATE = /^(08|40|53|57|58)/;

/** True for an error of the database that is over when the database is back. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return /connect|terminated|timeout/i.test(error.message);
  // the system's own are called ECONNREFUSED, EPIPE and so on; no SQLSTATE begins with an E
  return /^E[A-Z_]+$/.test(code) || (code.length === 5 && PASSING_STATE.test(code));
}

/**
 * Does database work that must not be lost, again and again for as long as the database is away. The
 * work has to be such that doing it twice does no harm: an answer that got lost may have been a yes.
 * Rejects only with an error that will not pass, or when `giveUp` says so.
 */
export async function whileAway<T>(
  work: () => Promise<T>,
  onFailure: (error: unknown) => void,
  giveUp: () => boolean = () => false,
): Promise<T> {
  for (let pause = 50; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || giveUp()) throw error;
      onFailure(error);
      await sleep(pause);
    }
  }
}
