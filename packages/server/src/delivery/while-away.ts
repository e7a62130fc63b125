import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_PAUSE = 2_000;

/**
 * SQLSTATE classes that pass by themselves: connection, resources, shutdown, system, and rolled back
 * for the sake of another transaction. An error without an SQLSTATE is one of the connection.
 */
const PASSING = /^(08|40|53|57|58)/;

export function isPassing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  const isState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
  if (isState) return PASSING.test(code);
  return error instanceof Error && !(error instanceof TypeError || error instanceof RangeError);
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
