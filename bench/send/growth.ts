import { LIMITS } from './limits.ts';
import type { Place } from './place.ts';
import { run } from './run.ts';

const MIB = 1024 * 1024;

/** A row of the table. */
export type Growth = {
  readonly 'after 30,000': number;
  readonly 'after 300,000': number;
  readonly growthPercent: number;
};

/** The peak of the larger sender, of processes that did nothing else. */
export async function growth(place: Place): Promise<Growth> {
  const small = await peakOf(place, 30_000);
  const large = await peakOf(place, 300_000);
  return {
    'after 30,000': small,
    'after 300,000': large,
    growthPercent: Number(((large / small - 1) * 100).toFixed(1)),
  };
}

async function peakOf(place: Place, count: number): Promise<number> {
  await place.people(count);
  const senders = place.senders(LIMITS);
  try {
    await run(place, senders, count);
    return Number((Math.max(...senders.map((sender) => sender.peak())) / MIB).toFixed(1));
  } finally {
    await Promise.all(senders.map((sender) => sender.stop()));
  }
}
