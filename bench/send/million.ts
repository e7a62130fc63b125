import { table } from '../table.ts';
import { type Behind, behind } from './behind.ts';
import { LIMITS } from './limits.ts';
import type { Place } from './place.ts';
import { run } from './run.ts';

const COUNT = 1_000_000;

export interface Million {
  readonly perSecond: number;
  /** Seconds for each hundred thousand. */
  readonly seconds: readonly number[];
  /** The last hundred thousand against the first. */
  readonly driftPercent: number;
  readonly behind: Behind;
}

/**
 * A million recipients once, from start to finish: the last go as fast as the first. Transactional
 * messages come all the while, and do not wait for them.
 */
export async function million(place: Place, count = COUNT): Promise<Million> {
  await place.people(count);
  const senders = place.senders(LIMITS);
  const over = new AbortController();
  const transactional = behind(place, over.signal);
  transactional.catch(() => {});
  try {
    const { perSecond, hundredThousands } = await run(place, senders, count);
    over.abort();
    const waited = await transactional;
    const seconds = hundredThousands.map((at, index) =>
      Number((at - (hundredThousands[index - 1] ?? 0)).toFixed(1)),
    );
    const first = seconds[0] ?? 1;
    const last = seconds.at(-1) ?? 1;
    const driftPercent = Number(((last / first - 1) * 100).toFixed(1));
    table(
      `A million: ${perSecond} a second; the last hundred thousand took ${driftPercent} % more`,
      seconds.map((taken, at) => ({ 'hundred thousands': at + 1, seconds: taken })),
    );
    table('Transactional messages behind it (ms to their acceptance)', [{ ...waited }]);
    return { perSecond, seconds, driftPercent, behind: waited };
  } finally {
    over.abort();
    await Promise.all(senders.map((sender) => sender.stop()));
  }
}
