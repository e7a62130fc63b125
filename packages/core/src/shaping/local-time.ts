/** What a clock on the wall shows: 'YYYY-MM-DD', minutes since midnight, and Monday 1 to Sunday 7. */
export interface WallTime {
  readonly day: string;
  readonly minute: number;
  readonly weekday: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  clocks.set(zone, clock);
  return clock;
}

/** Whether it is a time zone of the IANA database, such as America/Chicago. */
export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The wall's time at an instant (milliseconds since 1970). Throws when there is no such zone. */
export function wallTime(zone: string, instant: number): WallTime {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const day = `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
  return {
    day,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
    weekday: weekdayOf(day),
  };
}

const weekdayOf = (day: string) => ((new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7) + 1;

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The instant at which the wall turns to its next day. */
export function nextDay(zone: string, now: number): number {
  const next = dayAfter(wallTime(zone, now).day, 1);
  const begun = beginnings(zone, next, 0).filter((at) => wallTime(zone, at).day === next);
  return Math.min(...begun);
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/**
 * The instants at which the wall may begin to show this minute, by the offset before and by the one
 * after a change of the clocks nearby, and the change itself: where an hour does not come, or comes
 * again, it begins there. One of them in an ordinary night.
 */
export function beginnings(zone: string, day: string, minute: number): readonly number[] {
  const asUtc = Date.parse(`${day}T00:00Z`) + minute * MINUTE;
  const before = offsetAt(zone, asUtc - DAY);
  const after = offsetAt(zone, asUtc + DAY);
  if (before === after) return [asUtc - before];
  return [asUtc - before, asUtc - after, changeAround(zone, asUtc, before)];
}

/** The offset from UTC in milliseconds, as the wall shows it: whole minutes. */
function offsetAt(zone: string, instant: number): number {
  const whole = Math.floor(instant / MINUTE) * MINUTE;
  const { day, minute } = wallTime(zone, whole);
  return Date.parse(`${day}T00:00Z`) + minute * MINUTE - whole;
}

/** The first minute with another offset, in the two days around; by halving. */
function changeAround(zone: string, asUtc: number, offsetBefore: number): number {
  let same = (asUtc - DAY) / MINUTE;
  let changed = (asUtc + DAY) / MINUTE;
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offsetAt(zone, middle * MINUTE) === offsetBefore) same = middle;
    else changed = middle;
  }
  return changed * MINUTE;
}
