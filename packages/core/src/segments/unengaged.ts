import type { HadEvent } from './person-condition.ts';
import type { SegmentTree } from './tree.ts';

/** By what somebody shows that mail reaches them. */
const ENGAGED = ['opened', 'clicked', 'read', 'answered'] as const satisfies HadEvent['kind'][];

/**
 * Who was sent a message more than so many days ago and has opened, clicked, read and answered none since:
 * whoever got their first message yesterday had no time to.
 */
export function unengaged(days: number): SegmentTree {
  return {
    op: 'and',
    of: [
      { op: 'event', kind: 'sent', beforeDays: days },
      ...ENGAGED.map(
        (kind): SegmentTree => ({ op: 'not', of: { op: 'event', kind, withinDays: days } }),
      ),
    ],
  };
}
