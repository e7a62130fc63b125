import { describe, expect, it } from 'vitest';
import { isFinal, mayFollow, SEND_STATES, type SendState, WAITING } from './send-state.ts';

const pairs = SEND_STATES.flatMap((from) => SEND_STATES.map((to) => [from, to] as const));

describe('the states of a send', () => {
  it('leave an accepted, refused, suppressed or failed message as it is', () => {
    const final = SEND_STATES.filter(isFinal);
    expect(final).toEqual(['accepted', 'refused', 'suppressed', 'failed']);
  });

  it('become uncertain only while they wait', () => {
    expect(SEND_STATES.filter((from) => mayFollow(from, 'uncertain'))).toEqual(WAITING);
  });

  it('never make an uncertain message a refused one: it was permitted when it left', () => {
    expect(mayFollow('uncertain', 'refused')).toBe(false);
  });

  it('have no state that follows itself, and none that cannot be reached from the queue', () => {
    expect(pairs.filter(([from, to]) => from === to && mayFollow(from, to))).toEqual([]);
    const reached = new Set<SendState>(['queued']);
    for (const from of reached) {
      for (const to of SEND_STATES) if (mayFollow(from, to)) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...SEND_STATES].toSorted());
  });

  it('end: from each waiting state a final one can be reached', () => {
    for (const state of WAITING) {
      const next = SEND_STATES.filter((to) => mayFollow(state, to));
      expect(next.some((to) => isFinal(to))).toBe(true);
    }
  });
});
