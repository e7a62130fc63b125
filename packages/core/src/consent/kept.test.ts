import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorization } from '../../../../tests/support/authorization.ts';
import { AUTHORIZATION_KINDS, type AuthorizationDocument } from '../gate/index.ts';
import { addDays } from '../values/index.ts';
import {
  type ConsentEvent,
  type ConsentFact,
  factOfRefusal,
  isAsStrict,
  missingOf,
  recipientAt,
  refusalsAt,
  revocationsAt,
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

describe('a revocation that is kept of somebody who was deleted', () => {
  const REVOKED = '2026-05-01T09:00:00.000Z';
  const END = '2026-12-01T00:00:00.000Z';
  const document = (some: Partial<AuthorizationDocument>) =>
    authorization({ id: 'new', expiry: { kind: 'none' }, ...some });
  const signed = (
    some: Partial<AuthorizationDocument>,
    source = 'import',
    at = `${some.signedOn ?? '2026-01-01'}T00:00:00.000Z`,
  ): ConsentEvent => ({
    ...{ id: `signed-${some.id}`, at, source },
    fact: { kind: 'authorization_signed', document: document(some) },
  });
  const kept = (before: readonly ConsentEvent[], at = REVOKED) => revocationsAt(before, at);
  const revoked = (id: string, at = REVOKED): ConsentEvent => ({
    ...{ id: `revoked-${id}`, at, source: 'page' },
    fact: { kind: 'authorization_revoked', documentId: id },
  });
  const anew = (words: readonly string[]): ConsentEvent[] =>
    missingOf(words, [], END).map((fact, place) => ({
      ...{ id: `kept-${place}`, at: '2026-06-01T00:00:00.000Z', source: 'kept' },
      fact,
    }));
  /** Whether it stands in the record that is made anew. */
  const stands = (words: readonly string[], event: ConsentEvent) =>
    recipientAt([...anew(words), event], END).authorizations.map((one) => one.revokedAt === null);
  const MARKETING = kept([signed({ id: 'old' }), revoked('old')]);

  it.each([
    ['the same paper under another id', signed({ id: 'other' }), false],
    ['another one signed before', signed({ id: 'b', signedOn: '2026-04-30' }), false],
    ['one of that day, of which nobody knows the hour', signed({ signedOn: '2026-05-01' }), false],
    ['one that has no day', signed({ signedOn: null }), false],
    [
      'one of two kinds, one of them revoked',
      signed({ kinds: ['marketing', 'sale_of_phi'] }),
      false,
    ],
    ['one signed on a day after', signed({ signedOn: '2026-05-02' }), true],
    ['one of another kind', signed({ kinds: ['sale_of_phi'] }), true],
    ['one signed here that morning', signed({}, 'page', '2026-05-01T08:59:59.000Z'), false],
    ['one signed here that evening', signed({}, 'page', '2026-05-01T21:00:00.000Z'), true],
    ['one signed on a tablet since', signed({}, 'tablet', '2026-05-01T09:00:00.001Z'), true],
  ])('decides over %s', (_, event, valid) => {
    expect(stands(MARKETING, event)).toEqual([valid]);
  });

  it('is as late as the last of its kind, and outlives any number of deletions', () => {
    const later = '2026-05-20T00:00:00.000Z';
    const both = [signed({ id: 'a' }), revoked('a'), signed({ id: 'b' }), revoked('b', later)];
    const words = kept(both, END);
    expect(words).toEqual([`revoked:marketing:${later}`]);
    expect(kept(anew(words), END)).toEqual(words);
    expect(missingOf(words, anew([...words, ...MARKETING]), END)).toEqual([]);
    expect(anew([...words, ...MARKETING])).toHaveLength(1);
  });

  it('covers whatever was signed until then, of each kind that was revoked', () => {
    const kinds = fc.subarray([...AUTHORIZATION_KINDS]);
    const day = fc.integer({ min: 0, max: 119 }).map((n) => addDays('2026-01-01', n));
    fc.assert(
      fc.property(kinds, kinds, day, (one, other, signedOn) => {
        const words = kept([signed({ id: 'old', kinds: one }), revoked('old')]);
        const shared = one.length === 0 ? other.length === 0 : one.some((k) => other.includes(k));
        expect(stands(words, signed({ kinds: other, signedOn }))).toEqual([!shared]);
      }),
    );
  });

  it.each(['revoked:', 'revoked:marketing:', 'revoked:fax:2026-05-01', 'revoked:marketing:soon'])(
    'is not read out of “%s”',
    (word) => expect(missingOf([word], [], END)).toEqual([]),
  );
});
