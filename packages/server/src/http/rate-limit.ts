/** Keys that are remembered at once; beyond it those that are over are forgotten, then the oldest. */
const MOST_KEYS = 20_000;

/** Answers 0 when one more is allowed, and counts it; else after how many seconds it would be. */
export type RateLimit = (key: string) => number;

/**
 * At most `most` for each key in each stretch of `seconds`. It is kept in this process: a brake
 * against hammering, not the lock (that is counted in the database).
 */
export function rateLimit(most: number, seconds: number, now: () => Date): RateLimit {
  const counts = new Map<string, { count: number; readonly until: number }>();
  return (key) => {
    const at = now().getTime();
    const known = counts.get(key);
    if (known && known.until > at) {
      if (known.count >= most) return Math.ceil((known.until - at) / 1000);
      known.count += 1;
      return 0;
    }
    counts.delete(key);
    if (counts.size >= MOST_KEYS) forget(counts, at);
    counts.set(key, { count: 1, until: at + seconds * 1000 });
    return 0;
  };
}

function forget(counts: Map<string, { readonly until: number }>, at: number): void {
  for (const [key, { until }] of counts) if (until <= at) counts.delete(key);
  for (const key of counts.keys()) {
    if (counts.size < MOST_KEYS) break;
    counts.delete(key);
  }
}
