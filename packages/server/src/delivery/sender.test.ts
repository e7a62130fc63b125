import { describe, expect, it } from 'vitest';
import type { Batch } from './batches.ts';
import { Backlog, Leases } from './sender.ts';

const BATCH: Batch = { bucket: 1, number: 0, fence: 1, from: '0', to: 'f' };

describe('the leases of a process', () => {
  it('are good until their time by its own clock, and no longer: it may have been stopped', () => {
    const leases = new Leases();
    leases.claimed([BATCH], 1_000);
    expect(leases.holds(BATCH, 999)).toBe(true);
    expect(leases.holds(BATCH, 1_000)).toBe(false);
  });

  it('are good for longer when they are renewed, whoever names the batch', () => {
    const leases = new Leases();
    leases.claimed([BATCH], 1_000);
    leases.renewed([{ ...BATCH }], 2_000);
    expect(leases.holds(BATCH, 1_500)).toBe(true);
  });

  it('are of one claim: another fencing number is another lease', () => {
    const leases = new Leases();
    leases.claimed([BATCH], 1_000);
    const next = { ...BATCH, fence: 2 };
    expect(leases.holds(next, 0)).toBe(false);
    leases.claimed([next], 5_000);
    expect(leases.holds(BATCH, 2_000)).toBe(false);
  });

  it('that ended do not come back by a renewal that was under way', () => {
    const leases = new Leases();
    leases.claimed([BATCH], 1_000);
    leases.ended([BATCH]);
    leases.renewed([BATCH], 9_000);
    expect(leases.holds(BATCH, 0)).toBe(false);
  });
});

/** Of sums of milliseconds since the process began. */
const ROUNDING = 1e-9;

describe('a backlog', () => {
  it('gives each who found no place a turn of their own, at the receiver’s rate', () => {
    const backlog = new Backlog();
    const turns = [1, 2, 3, 4].map(() =>
      backlog.behind('mx.example.org', 1_000, { perSecond: 0.01 }),
    );
    for (const [i, seconds] of turns.entries()) {
      // a second until the first place, then a hundred each, less what passes meanwhile
      expect(seconds).toBeLessThanOrEqual(1 + (i + 1) * 100 + ROUNDING);
      expect(seconds).toBeGreaterThan((i + 1) * 100 - 50);
    }
  });

  it('is of one receiver: another has a turn at once', () => {
    const backlog = new Backlog();
    for (let i = 0; i < 10; i++) backlog.behind('mx.example.org', 0, { perSecond: 1 });
    expect(backlog.behind('mx.example.net', 0, { perSecond: 1 })).toBeLessThanOrEqual(1);
  });

  it('of a receiver that takes nothing now has an end all the same', () => {
    expect(new Backlog().behind('mx.example.org', 0, { perSecond: 0 })).toBeLessThanOrEqual(100);
  });
});
