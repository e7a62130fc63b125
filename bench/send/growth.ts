import { LIMITS } from './limits.ts';
import type { Place } from './place.ts';
import { run } from './run.ts';

const MIB = 1024 * 1024;

/** A row of the table. */
export type Growth = {
  readonly recipients: string;
  readonly 'smaller run': number;
  readonly 'larger run': number;
  readonly growthPercent: number;
};

/** The peak of the larger sender, of processes that did nothing else. */
export async function growth(place: Place, counts = [30_000, 300_000] as const): Promise<Growth> {
  const small = await peakOf(place, counts[0]);
  const large = await peakOf(place, counts[1]);
  return {
    recipients: counts.join(', then '),
    'smaller run': small,
    'larger run': large,
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
