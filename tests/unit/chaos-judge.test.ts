import { describe, expect, it } from 'vitest';
import { judge } from '../chaos/judge.ts';
import { isKill, planOf } from '../chaos/plan.ts';
import type { Entry, LedgerLine } from '../support/sink/ledger.ts';

const line = (entry: Entry, messageId = '<one@example.org>'): LedgerLine => ({
  entry,
  to: 'a@example.org',
  messageId,
  connection: 1,
  at: 0,
});
const booked = (state: string | null) => ({ contactId: 'a', email: 'a@example.org', state });

describe('the judge', () => {
  it.each([
    ['accepted', ['taken'], {}],
    ['accepted', ['cut'], {}],
    ['failed', ['refused'], {}],
    ['suppressed', [], {}],
    ['accepted', [], { missing: 1 }],
    ['accepted', ['lost'], { missing: 1 }],
    ['queued', [], { missing: 1 }],
    ['deferred', ['taken'], { missing: 1 }],
    [null, ['taken'], { missing: 1 }],
    ['failed', ['taken'], { wrongState: 1 }],
    ['failed', [], { wrongState: 1 }],
    ['suppressed', ['taken'], { wrongState: 1 }],
    ['accepted', ['taken', 'taken'], { duplicates: 1 }],
    ['accepted', ['cut', 'taken', 'taken'], { duplicates: 2 }],
    ['uncertain', ['cut'], { uncertain: 1 }],
    ['uncertain', ['lost'], { uncertain: 1, undeliveredOfUncertain: 1 }],
  ] as const)('finds that %s with %j is %j', (state, entries, found) => {
    const nothing = { missing: 0, duplicates: 0, wrongState: 0, uncertain: 0 };
    const rest = { altered: 0, undeliveredOfUncertain: 0, recipients: 1 };
    const { examples, ...verdict } = judge(
      [booked(state)],
      entries.map((entry) => line(entry)),
    );
    expect(verdict).toEqual({ ...nothing, ...rest, ...found });
    expect(examples.join()).not.toContain('@');
  });

  it('tells a second message from the same one again', () => {
    const lines = [line('taken'), line('taken', '<two@example.org>')];
    expect(judge([booked('accepted')], lines)).toMatchObject({ duplicates: 1, altered: 1 });
  });

  it('finds mail to somebody who is in no campaign', () => {
    expect(judge([], [line('taken')])).toMatchObject({ wrongState: 1 });
  });
});

describe('a plan', () => {
  it('follows from its seed, and has all that was asked for, in time', () => {
    const plan = planOf(1, 15, ['kill PostgreSQL', 'pause and resume']);
    expect(plan).toEqual(planOf(1, 15, ['kill PostgreSQL', 'pause and resume']));
    expect(plan).not.toEqual(planOf(2, 15, ['kill PostgreSQL', 'pause and resume']));
    expect(plan.filter(({ trouble }) => isKill(trouble))).toHaveLength(15);
    expect(plan.map(({ trouble }) => trouble)).toContain('pause and resume');
    const times = plan.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(1);
  });
});
