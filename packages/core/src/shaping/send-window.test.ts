import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDay, wallTime } from './local-time.ts';
import { nextOpen, type SendWindow, windowProblem, windowWords } from './send-window.ts';

const weekdays: SendWindow = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' };
const everyDay = (from: string, to: string): SendWindow => ({
  days: [1, 2, 3, 4, 5, 6, 7],
  from,
  to,
});

describe('a send window', () => {
  it.each([
    ['is open from its first minute', weekdays, 'America/Chicago', '2026-11-20T15:00Z', null],
    [
      'opens later on the same day',
      weekdays,
      'America/Chicago',
      '2026-11-20T14:59:59Z',
      '2026-11-20T15:00Z',
    ],
    [
      'is closed at its last minute, a Friday: Monday',
      weekdays,
      'America/Chicago',
      '2026-11-21T00:00Z',
      '2026-11-23T15:00Z',
    ],
    [
      'follows the clocks in spring',
      weekdays,
      'America/New_York',
      '2026-03-06T23:30Z',
      '2026-03-09T13:00Z',
    ],
    [
      'follows the clocks in autumn',
      weekdays,
      'America/New_York',
      '2026-10-30T23:30Z',
      '2026-11-02T14:00Z',
    ],
    [
      'does not wait for an hour that does not come',
      everyDay('02:30', '05:00'),
      'America/New_York',
      '2026-03-08T06:00Z',
      '2026-03-08T07:00Z',
    ],
    [
      'jumped over by the clocks opens a day later',
      everyDay('02:00', '03:00'),
      'America/New_York',
      '2026-03-08T06:59Z',
      '2026-03-09T06:00Z',
    ],
    [
      'opens again when its hour comes twice',
      everyDay('01:00', '01:30'),
      'America/New_York',
      '2026-11-01T05:45Z',
      '2026-11-01T06:00Z',
    ],
    [
      'opens again in the hour that comes twice, wherever it began',
      everyDay('00:30', '01:30'),
      'America/New_York',
      '2026-11-01T05:45Z',
      '2026-11-01T06:00Z',
    ],
    [
      'lasts to midnight',
      everyDay('20:00', '24:00'),
      'Pacific/Honolulu',
      '2026-01-02T09:59Z',
      null,
    ],
    [
      'in a zone without daylight saving',
      weekdays,
      'America/Phoenix',
      '2026-07-06T15:59Z',
      '2026-07-06T16:00Z',
    ],
  ] as const)('%s', (_, window, zone, now, opens) => {
    const next = nextOpen(window, zone, Date.parse(now));
    expect(next === null ? null : new Date(next).toISOString()).toBe(
      opens === null ? null : new Date(opens).toISOString(),
    );
  });

  const zones = [
    'America/New_York',
    'America/Phoenix',
    'Pacific/Honolulu',
    'Europe/London',
    'Australia/Lord_Howe',
    'America/Santiago',
    'UTC',
  ];
  const time = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const windows = fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      fc.nat(1380),
      fc.integer({ min: 60, max: 1440 }),
    )
    .map(
      ([days, from, length]): SendWindow => ({
        days,
        from: time(from),
        to: time(Math.min(1440, from + length)),
      }),
    );

  it('opens at the first minute at which the wall says so, whatever the clocks do', () => {
    // around the changes of 2026: 8 March, 29 March, 5 April, 4 October, 25 October, 1 November
    const starts = [
      '2026-03-06',
      '2026-03-27',
      '2026-04-03',
      '2026-10-02',
      '2026-10-23',
      '2026-10-30',
      '2026-07-01',
    ];
    fc.assert(
      fc.property(
        windows,
        fc.constantFrom(...zones),
        fc.constantFrom(...starts),
        fc.nat(3 * 1440),
        (window, zone, start, minutes) => {
          const open = (instant: number) => {
            const { weekday, minute } = wallTime(zone, instant);
            const now = time(minute);
            return window.days.includes(weekday) && now >= window.from && now < window.to;
          };
          const now = Date.parse(start) + minutes * 60_000;
          const next = nextOpen(window, zone, now);
          let first = now;
          while (!open(first)) first += 60_000;
          expect(next ?? now).toBe(first);
          expect(next === null).toBe(first === now);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    [{ ...weekdays, days: [] }, 'at least one day'],
    [{ ...weekdays, days: [0] }, 'at least one day'],
    [{ ...weekdays, from: '9:00' }, 'HH:MM'],
    [{ ...weekdays, to: '24:30' }, 'HH:MM'],
    [{ ...weekdays, from: '18:00', to: '09:00' }, 'later'],
    [{ ...weekdays, from: '09:00', to: '09:30' }, 'an hour'],
  ])('is not %j', (window, why) => {
    expect(windowProblem(window)).toContain(why);
    expect(windowProblem(weekdays)).toBeNull();
  });
});

describe('the words for a send window', () => {
  it.each([
    [[1, 2, 3, 4, 5], 'Monday to Friday, 09:00 to 18:00'],
    [[7, 6, 5, 4, 3, 2, 1], 'every day, 09:00 to 18:00'],
    [[3, 1, 5], 'Monday, Wednesday, Friday, 09:00 to 18:00'],
    [[6, 7], 'Saturday, Sunday, 09:00 to 18:00'],
  ])('of the days %j', (days, words) => {
    expect(windowWords({ days, from: '09:00', to: '18:00' })).toBe(words);
  });
});

describe('the next day', () => {
  it.each([
    ['begins at midnight on the wall', 'America/Chicago', '2026-11-20T15:00Z', '2026-11-21T06:00Z'],
    ['is 23 hours away in spring', 'America/New_York', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
    ['is 25 hours away in autumn', 'America/New_York', '2026-11-01T04:00Z', '2026-11-02T05:00Z'],
  ])('%s', (_, zone, now, then) => {
    expect(nextDay(zone, Date.parse(now))).toBe(Date.parse(then));
  });
});
