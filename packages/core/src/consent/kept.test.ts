import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ConsentEvent,
  type ConsentFact,
  factOfRefusal,
  isAsStrict,
  missingOf,
  refusalsAt,
} from './index.ts';

const T = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const NOW = T(59);

const scope = fc.constantFrom(
  ...([
    'all_commercial',
    'marketing',
    'fundraising',
    'topic:a',
    'stream:marketing',
    'stream:transactional',
  ] as const),
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
  .array(fc.record({ id: fc.uuid(), at: fc.integer({ min: 0, max: 58 }).map(T), fact }), {
    maxLength: 12,
  })
  .map((some): ConsentEvent[] => some.map((one) => ({ ...one, source: 'staff' })));

const again = (kept: readonly string[], known: readonly ConsentEvent[]): ConsentEvent[] => [
  ...known,
  ...missingOf(kept, known, NOW).map((each, place) => ({
    id: `kept-${place}`,
    at: NOW,
    source: 'kept',
    fact: each,
  })),
];

describe('what is kept of somebody who was deleted', () => {
  it('makes whoever is put on file again refuse all that they refused', () => {
    fc.assert(
      fc.property(events, (before) => {
        expect(isAsStrict(again(refusalsAt(before, NOW), []), before, NOW)).toBe(true);
      }),
    );
  });

  it('never loosens what is on file of the one whom it comes to, nor of a third', () => {
    fc.assert(
      fc.property(events, events, events, (before, other, known) => {
        const kept = [...refusalsAt(before, NOW), ...refusalsAt(other, NOW)];
        const after = again(kept, known);
        for (const each of [before, other, known]) expect(isAsStrict(after, each, NOW)).toBe(true);
      }),
    );
  });

  it('says nothing twice', () => {
    fc.assert(
      fc.property(events, events, (before, known) => {
        const kept = refusalsAt(before, NOW);
        expect(missingOf(kept, again(kept, known), NOW)).toEqual([]);
      }),
    );
  });

  it.each(['', 'no such word', 'frequency:0:week', 'frequency:2:year', 'channel:fax', 'stream:x'])(
    'takes “%s” for no refusal',
    (word) => expect(factOfRefusal(word)).toBeNull(),
  );
});
