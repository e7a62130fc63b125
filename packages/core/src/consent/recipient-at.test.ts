import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorization } from '../../../../tests/support/authorization.ts';
import { type ConsentEvent, type ConsentFact, recipientAt } from './index.ts';

const T = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const END = T(59);

let count = 0;
const event = (second: number, fact: ConsentFact): ConsentEvent => ({
  id: `e${++count}`,
  at: T(second),
  source: 'staff',
  fact,
});

const signed = (id: string): ConsentFact => ({
  kind: 'authorization_signed',
  document: authorization({
    id,
    informationScope: 'contact',
    expiry: { kind: 'date', on: '2027-01-01' },
  }),
});
const out = (scope: 'all_commercial' | 'marketing' | 'fundraising'): ConsentFact => ({
  kind: 'opted_out',
  scope,
});
const back = (scope: 'all_commercial' | 'marketing' | 'fundraising'): ConsentFact => ({
  kind: 'opted_in',
  scope,
});

const scope = fc.constantFrom('all_commercial', 'marketing', 'fundraising');
const fact: fc.Arbitrary<ConsentFact> = fc.oneof(
  fc.record({ kind: fc.constantFrom('opted_out', 'opted_in'), scope }),
  fc.constantFrom('a', 'b').map(signed),
  fc.record({
    kind: fc.constant('authorization_revoked' as const),
    documentId: fc.constantFrom('a', 'b'),
  }),
  fc.record({ kind: fc.constantFrom('restriction_agreed', 'restriction_ended') }),
  fc.record({
    kind: fc.constant('confidential_communication' as const),
    wish: fc.constantFrom('no_email', 'other_address', 'none'),
  }),
  fc.constant({ kind: 'deceased' as const, on: null }),
  fc.record({ kind: fc.constant('minor_consents_alone' as const), parent: fc.boolean() }),
);
// few seconds, so that many events share their instant
const history = fc
  .array(fc.record({ second: fc.integer({ min: 0, max: 5 }), fact }), { maxLength: 12 })
  .map((all) => all.map((one, index) => ({ ...event(one.second, one.fact), id: `e${index}` })));

describe('the standing of a person', () => {
  it('is free of any refusal when nothing is on file', () => {
    expect(recipientAt([], END)).toEqual({
      optOuts: [],
      restriction: null,
      confidentialCommunication: null,
      parentOfConsentingMinor: false,
      deceased: false,
      authorizations: [],
    });
  });

  it.each([
    ['the later of two counts', [event(1, out('marketing')), event(2, back('marketing'))], []],
    [
      'opting out again counts again',
      [event(1, out('marketing')), event(2, back('marketing')), event(3, out('marketing'))],
      ['marketing'],
    ],
    [
      'at the same instant the refusal wins, whichever was recorded first',
      [event(1, out('marketing')), event(1, back('marketing'))],
      ['marketing'],
    ],
    [
      'opting in to marketing leaves a refusal of all commercial mail as it is',
      [event(1, out('all_commercial')), event(2, back('marketing'))],
      ['all_commercial'],
    ],
    ['what happens later is not known yet', [event(60, out('marketing'))], []],
  ] as const)('%s', (_, events, optOuts) => {
    expect(recipientAt(events, END).optOuts).toEqual(optOuts);
  });

  it('does not depend on the order in which events are read', () => {
    fc.assert(
      fc.property(
        history.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
          ),
        ),
        ([events, shuffled]) => {
          expect(recipientAt(shuffled, END)).toEqual(recipientAt(events, END));
        },
      ),
    );
  });

  it('never loses an opt-out by one more opt-out', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 5 }), scope, (events, second, which) => {
        const before = recipientAt(events, END).optOuts;
        const after = recipientAt([...events, event(second, out(which))], END).optOuts;
        expect(after).toEqual(expect.arrayContaining([...before]));
      }),
    );
  });

  it('keeps a revoked authorization revoked, whatever follows', () => {
    fc.assert(
      fc.property(history, history, (before, after) => {
        const revocation = event(6, { kind: 'authorization_revoked', documentId: 'a' });
        const later = after.map((one) => ({ ...one, id: `${one.id}x`, at: T(7) }));
        const { authorizations } = recipientAt(
          [...before, event(0, signed('a')), revocation, ...later],
          END,
        );
        const document = authorizations.find((one) => one.id === 'a');
        expect(document?.revokedAt).not.toBeNull();
        expect(document).toBeDefined();
      }),
    );
  });

  it('is the same at a moment, whatever happened after it', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 5 }), (events, second) => {
        const until = events.filter((one) => one.at <= T(second));
        expect(recipientAt(events, T(second))).toEqual(recipientAt(until, T(second)));
      }),
    );
  });

  it('is deceased for good', () => {
    fc.assert(
      fc.property(history, (events) => {
        const all = [...events, event(0, { kind: 'deceased', on: null })];
        expect(recipientAt(all, END).deceased).toBe(true);
      }),
    );
  });

  it('is not derived from a time that cannot be read', () => {
    expect(() => recipientAt([], 'yesterday')).toThrow(RangeError);
    const unread = { ...event(1, out('marketing')), at: 'soon' };
    expect(() => recipientAt([unread, event(1, back('marketing'))], END)).toThrow(RangeError);
  });
});

describe('that the signer got a copy', () => {
  const before = signed('a');
  if (before.kind !== 'authorization_signed') throw new Error('Nothing was signed.');
  const without: ConsentFact = { ...before, document: { ...before.document, copyGiven: false } };

  it.each([
    ['a fact of its own', { kind: 'copy_given', documentId: 'a' }],
    ['the same document once more, as old ledgers have it', signed('a')],
  ] as const)('is said by %s', (_, copied) => {
    const events = [event(1, without), event(2, copied)];
    const copyGiven = (second: number) =>
      recipientAt(events, T(second)).authorizations.map((one) => one.copyGiven);
    expect([copyGiven(1), copyGiven(2)]).toEqual([[false], [true]]);
  });
});
