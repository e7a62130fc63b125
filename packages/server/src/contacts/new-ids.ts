import { randomFillSync } from 'node:crypto';
import { stringify, v7 } from 'uuid';
import { BUCKETS, bucketOf } from '../database/index.ts';

/** Ids for people who come one after the other. */
export interface NewIds {
  take(): string;
}

/** As many ids wait as a page of each bucket has places. */
const MOST_WAITING = BUCKETS * 1_000;

/**
 * Ids for about so many people (UUIDv7, RFC 9562 section 5.7), given out bucket by bucket: they are made
 * beforehand, and those of one bucket go out together. A batch of thousands then fills a few pages,
 * where it would touch every page of the organization. Each bucket gets as many as any other, at the
 * pace of chance.
 */
export function idsByBucket(expected: number): NewIds {
  const wanted = Math.min(expected, MOST_WAITING);
  // as bytes: a quarter of a million texts are 14 MB
  const waiting = Array.from({ length: BUCKETS }, (): number[] => []);
  const bytes = Buffer.alloc((wanted + 1) * 16);
  const next = uuids();
  let made = 0;
  let held = 0;
  let free = wanted;
  let bucket = Number.parseInt(v7().slice(-2), 16);
  const make = (slot: number) => {
    next(bytes, 16 * slot);
    waiting[bucketOf(stringify(bytes, 16 * slot))]?.push(slot);
    made++;
    held++;
  };
  return {
    take() {
      if (held === 0) for (let count = 0; count < wanted; count++) make(count);
      if (held === 0) return v7();
      if (made < expected) make(free);
      while (waiting[bucket]?.length === 0) bucket = (bucket + 1) % BUCKETS;
      held--;
      free = waiting[bucket]?.pop() ?? 0;
      return stringify(bytes, 16 * free);
    },
  };
}

const AT_ONCE = 256;

/** Writes one where it is told to. Chance is drawn for many at once, which is most of the cost of one. */
function uuids(): (into: Buffer, at: number) => void {
  const chance = Buffer.alloc(AT_ONCE * 16);
  let used = chance.length;
  return (into, at) => {
    if (used === chance.length) {
      randomFillSync(chance);
      used = 0;
    }
    used += 16;
    v7({ random: chance.subarray(used - 16, used) }, into, at);
  };
}
