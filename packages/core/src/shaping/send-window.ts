import { beginnings, dayAfter, type WallTime, wallTime } from './local-time.ts';

/** When mail may leave, by the clock on the recipient's wall. */
export interface SendWindow {
  /** Monday 1 to Sunday 7 (ISO 8601); at least one. */
  readonly days: readonly number[];
  /** 'HH:MM', from 00:00. */
  readonly from: string;
  /** 'HH:MM', up to 24:00 and later than `from`; the minute itself is outside. */
  readonly to: string;
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function isOpen({ days, from, to }: SendWindow, { weekday, minute }: WallTime): boolean {
  return days.includes(weekday) && minute >= minuteOf(from) && minute < minuteOf(to);
}

/**
 * Null when the window is open at `now` (milliseconds since 1970), else the instant at which it
 * opens next. Right across the days on which the clocks change: an hour that does not come is not
 * waited for, one that comes twice is open twice.
 */
export function nextOpen(window: SendWindow, zone: string, now: number): number | null {
  const wall = wallTime(zone, now);
  if (isOpen(window, wall)) return null;
  // yesterday, for a change at midnight; nine days on, for a day that the clocks jump over
  const days = Array.from({ length: 11 }, (_, index) => dayAfter(wall.day, index - 1));
  const next = days
    .flatMap((day) => beginnings(zone, day, minuteOf(window.from)))
    .filter((instant) => instant > now && isOpen(window, wallTime(zone, instant)));
  if (next.length > 0) return Math.min(...next);
  throw new Error('A send window that never opens: it has no day, or ends before it begins.');
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** "Monday to Friday, 09:00 to 18:00", within a sentence; a run of days is told by its ends. */
export function windowWords({ days, from, to }: SendWindow): string {
  const all = [...new Set(days)].toSorted((a, b) => a - b);
  const named = all.flatMap((day) => DAYS[day - 1] ?? []);
  const first = all[0] ?? 0;
  const run = all.length > 2 && all.every((day, place) => day === first + place);
  const words = run ? `${named[0]} to ${named.at(-1)}` : named.join(', ');
  return `${all.length === 7 ? 'every day' : words}, ${from} to ${to}`;
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/u;

/** Why it cannot be a window, in a sentence; null when it can. */
export function windowProblem({ days, from, to }: SendWindow): string | null {
  if (days.length === 0 || days.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
    return 'Choose at least one day from Monday (1) to Sunday (7).';
  }
  if (!TIME.test(from) || !TIME.test(to)) return 'Give both times as HH:MM, such as 09:00.';
  if (minuteOf(from) >= minuteOf(to)) return 'The window has to end later than it begins.';
  // an hour and more, so that no change of the clocks jumps over it
  if (minuteOf(to) - minuteOf(from) < 60) return 'The window has to be at least an hour long.';
  return null;
}
