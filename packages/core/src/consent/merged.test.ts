import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsentEvent, type ConsentFact, isAsStrict, stricterFacts } from './index.ts';

const T = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const NOW = T(59);

const scope = fc.constantFrom(
  ...(['all_commercial', 'marketing', 'fundraising', 'topic:a', 'stream:marketing'] as const),
);
const fact: fc.Arbitrary<ConsentFact> = fc.oneof(
  fc.record({ kind: fc.constantFrom('opted_out', 'opted_in'), scope }),
  fc.record({ kind: fc.constantFrom('restriction_agreed', 'restriction_ended') }),
  fc.record({
    kind: fc.constant('confidential_communication' as const),
    wish: fc.constantFrom('no_email', 'other_address', 'none'),
  }),
  fc.record({
    kind: fc.constant('frequency_chosen' as const),
    most: fc.option(fc.integer({ min: 1, max: 9 })),
    period: fc.constantFrom('day', 'week', 'month'),
  }),
  fc.record({ kind: fc.constant('minor_consents_alone' as const), parent: fc.boolean() }),
  fc.constant({ kind: 'complained' } as const),
  fc.constant({ kind: 'deceased', on: null } as const),
  fc.record({
    kind: fc.constant('channel_chosen' as const),
    channel: fc.constantFrom('email', 'phone', 'post', 'portal'),
  }),
);
const events = fc
  .array(fc.record({ id: fc.uuid(), at: fc.integer({ min: 0, max: 59 }).map(T), fact }), {
    maxLength: 12,
  })
  .map((some): ConsentEvent[] => some.map((one) => ({ ...one, source: 'staff' })));

const merged = (one: readonly ConsentEvent[], other: readonly ConsentEvent[]): ConsentEvent[] => [
  ...one,
  ...other,
  ...stricterFacts(one, other, NOW).map((each, place) => ({
    id: `merge-${place}`,
    at: NOW,
    source: 'merge',
    fact: each,
  })),
];

describe('two records that turn out to be one person', () => {
  it('allow together nothing that one of them refused', () => {
    fc.assert(
      fc.property(events, events, (one, other) => {
        const both = merged(one, other);
        expect(isAsStrict(both, one, NOW)).toBe(true);
        expect(isAsStrict(both, other, NOW)).toBe(true);
      }),
    );
  });

  it('need nothing recorded when they say the same', () => {
    fc.assert(
      fc.property(events, (one) => {
        expect(stricterFacts(one, one, NOW)).toEqual([]);
      }),
    );
  });

  it('come out the same whichever of them stays', () => {
    fc.assert(
      fc.property(events, events, (one, other) => {
        const [a, b] = [merged(one, other), merged(other, one)];
        expect(isAsStrict(a, b, NOW) && isAsStrict(b, a, NOW)).toBe(true);
      }),
    );
  });

  it('refuse what the earlier of two had refused, though the later opted in since', () => {
    const refused: ConsentEvent = {
      ...{ id: 'a', at: T(1), source: 'page' },
      fact: { kind: 'opted_out', scope: 'marketing' },
    };
    const joined: ConsentEvent = {
      ...{ id: 'b', at: T(2), source: 'import' },
      fact: { kind: 'opted_in', scope: 'marketing' },
    };
    expect(stricterFacts([refused], [joined], NOW)).toEqual([
      { kind: 'opted_out', scope: 'marketing' },
    ]);
  });
});
