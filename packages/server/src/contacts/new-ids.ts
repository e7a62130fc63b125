import { randomFillSync } from 'node:crypto';
import { stringify, v7 } from 'uuid';
import { BUCKETS, bucketOf } from '../database/index.ts';

/** Ids for people who come one after the other. */
export interface NewIds {
  take(): string;
  /** The 16 bytes of the next, put there. */
  takeInto(bytes: Uint8Array, at: number): void;
  /** Of the one that was taken last. */
  readonly bucket: number;
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
  // side by side: a quarter of a million texts would be five times as much to keep, and to collect
  const made = Buffer.alloc((wanted + 1) * BYTES);
  const waiting = Array.from({ length: BUCKETS }, (): number[] => []);
  const next = uuids();
  const digits = Buffer.alloc(DIGITS);
  let count = 0;
  let held = 0;
  let free = wanted;
  let bucket = Number.parseInt(v7().slice(-2), 16);
  const make = (slot: number) => {
    const id = next();
    made.set(id, BYTES * slot);
    writeDigits(id, digits);
    waiting[bucketOf(digits)]?.push(slot);
    count++;
    held++;
  };
  /** Where the next lies. */
  const taken = (): number => {
    if (held === 0) {
      for (let slot = 0; slot < Math.max(1, wanted); slot++) make(slot);
    } else if (count < expected) make(free);
    while (waiting[bucket]?.length === 0) bucket = (bucket + 1) % BUCKETS;
    held--;
    free = waiting[bucket]?.pop() ?? 0;
    return BYTES * free;
  };
  return {
    get bucket() {
      return bucket;
    },
    take: () => stringify(made, taken()),
    takeInto(bytes, at) {
      const from = taken();
      for (let byte = 0; byte < BYTES; byte++) bytes[at + byte] = made[from + byte] ?? 0;
    },
  };
}

const AT_ONCE = 256;
const [BYTES, DIGITS] = [16, 36];
const HEX = Buffer.from('0123456789abcdef');
const [HYPHEN, HYPHENS] = [0x2d, new Set([4, 6, 8, 10])];

/** The bytes of one after the other. Chance is drawn for many at once, which is most of the cost of one. */
function uuids(): () => Buffer {
  const chance = Buffer.alloc(AT_ONCE * 16);
  const made = Buffer.alloc(16);
  let used = chance.length;
  return () => {
    if (used === chance.length) {
      randomFillSync(chance);
      used = 0;
    }
    used += 16;
    return v7({ random: chance.subarray(used - 16, used) }, made);
  };
}

/** A UUID's bytes as its text (RFC 9562 section 4). */
function writeDigits(uuid: Buffer, into: Buffer): void {
  let at = 0;
  for (let byte = 0; byte < uuid.length; byte++) {
    if (HYPHENS.has(byte)) into[at++] = HYPHEN;
    const value = uuid[byte] ?? 0;
    into[at++] = HEX[value >> 4] ?? 0;
    into[at++] = HEX[value & 15] ?? 0;
  }
}
