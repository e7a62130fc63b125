import type { Day } from '../values/index.ts';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The UTC day of an RFC 3339 time. Throws a RangeError when it is none: a time that cannot be read
 * would otherwise compare as neither before nor after, and let the expired pass.
 */
export function dayOf(now: string): Day {
  const time = RFC_3339.test(now) ? Date.parse(now) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`Not an RFC 3339 time: ${JSON.stringify(now)}`);
  return new Date(time).toISOString().slice(0, 10);
}
