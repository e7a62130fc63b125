/** So many a second, and so many at once after a rest (at least 1). */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * The generic cell rate algorithm (ITU-T I.371): one number for each thing that is paced, the
 * instant at which it is at rest again. In any window of t seconds no more than
 * `burst + perSecond * t` may go.
 *
 * @param restsAt milliseconds, as `now`; anything not later than `now` is at rest
 * @returns milliseconds to wait; 0: may go
 */
export function waitFor(restsAt: number, rate: Rate, now: number): number {
  const tolerance = (rate.burst - 1) * interval(rate);
  return Math.max(0, restsAt - tolerance - now);
}

/** The instant of rest after one more went at `now`. */
export function afterOne(restsAt: number, rate: Rate, now: number): number {
  return Math.max(restsAt, now) + interval(rate);
}

/** The same when the place that was taken just now was not used. */
export function afterNone(restsAt: number, rate: Rate): number {
  return restsAt - interval(rate);
}

const interval = ({ perSecond }: Rate) => 1000 / perSecond;

/** A tenth of a second's worth may go at once, so that a timer's grain does not cost the rate. */
export function rateOf(perSecond: number): Rate {
  return { perSecond, burst: Math.max(1, Math.floor(perSecond / 10)) };
}
