import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PERMIT_BASES,
  type Permission,
  REFUSAL_CODES,
  type Refusal,
  type RefusalCode,
} from '../gate/index.ts';
import { type Outcome, placeOf, reasonSentence, reviewTally } from './index.ts';

const permit = (byAuthorization: boolean): Outcome => ({
  permitted: true,
  verdict: byAuthorization ? 'permit_with_authorization' : 'permit',
  authorization: byAuthorization ? 'marketing' : null,
  documentId: null,
  rule: 16,
  basis: byAuthorization ? 'authorization' : 'care_exception',
  citations: ['45 CFR 164.508(a)(3)(i)'],
  obligations: [],
  reason: 'A reason.',
});
const verdictOf = (code: RefusalCode): Refusal['verdict'] => {
  if (code === 'minor_consents') return 'review';
  return code.startsWith('needs_') ? 'authorization_required' : 'forbid';
};
const refuse = (code: RefusalCode): Outcome => ({
  permitted: false,
  verdict: verdictOf(code),
  authorization: null,
  rule: 16,
  code,
  citations: [`about ${code}`],
  reason: 'A reason.',
  defects: [],
});
const times = (count: number, outcome: Outcome) => Array.from({ length: count }, () => outcome);
const figuresOf = (outcomes: readonly Outcome[]) => {
  const tally = reviewTally();
  for (const outcome of outcomes) tally.add(outcome);
  return tally.figures();
};

describe('the parts of the verdict bar', () => {
  it.each<[RefusalCode, string]>([
    ['deceased', 'unreachable'],
    ['opted_out_all', 'opted_out'],
    ['opted_out_marketing', 'opted_out'],
    ['opted_out_fundraising', 'opted_out'],
    ['no_baa', 'unreachable'],
    ['tracker', 'unreachable'],
    ['restriction', 'opted_out'],
    ['no_email', 'opted_out'],
    ['minor_consents', 'needs'],
    ['notice_lacks_use', 'unreachable'],
    ['notice_lacks_fundraising', 'unreachable'],
    ['no_fundraising_opt_out', 'unreachable'],
    ['needs_marketing_authorization', 'needs'],
    ['needs_washington_consent', 'needs'],
  ])('%s is in %s', (code, part) => {
    expect(placeOf(refuse(code)).part).toBe(part);
  });

  it('counts among those who may get it whose other address is on file', () => {
    const permitted = permit(true) as Permission;
    const place = placeOf({ ...permitted, obligations: ['alternative_address'] });
    expect(place).toMatchObject({ part: 'may', code: permitted.basis });
  });

  it('reaches nobody who asked for another address that is not on file', () => {
    const place = placeOf('no_other_address');
    expect(place).toMatchObject({ part: 'unreachable', code: 'no_other_address' });
    expect(figuresOf(['no_other_address'])).toMatchObject({
      byAuthorization: 0,
      sentence:
        'Of 1 in the segment, nobody may receive it, 1 asked for another address that is not on file.',
    });
  });

  it('has a sentence for every reason of the gate', () => {
    for (const code of [
      ...PERMIT_BASES,
      ...REFUSAL_CODES,
      'no_address',
      'no_other_address',
      'address_suppressed',
    ]) {
      expect([code, reasonSentence(code)]).toEqual([code, expect.stringMatching(/\.$/)]);
    }
  });

  it('adds up: parts to the audience, reasons to their part', () => {
    const outcome = fc.oneof(
      fc.boolean().map(permit),
      fc.constantFrom(...REFUSAL_CODES).map(refuse),
      fc.constant('no_address' as const),
    );
    fc.assert(
      fc.property(fc.array(outcome), (outcomes) => {
        const { audience, parts, byAuthorization } = figuresOf(outcomes);
        const sum = (of: readonly { readonly count: number }[]) =>
          of.reduce((all, { count }) => all + count, 0);
        expect(audience).toBe(outcomes.length);
        expect(sum(parts)).toBe(audience);
        for (const { count, reasons } of parts) expect(sum(reasons)).toBe(count);
        expect(byAuthorization).toBeLessThanOrEqual(parts[0]?.count ?? 0);
      }),
    );
  });
});

describe('the sentence', () => {
  const needs = refuse('needs_marketing_authorization');
  it.each<[string, Outcome[]]>([
    [
      'Of 812 in the segment, 430 may receive it (112 by authorization), 301 need an authorization, 64 opted out, 17 have no address.',
      [
        ...times(318, permit(false)),
        ...times(112, permit(true)),
        ...times(301, needs),
        ...times(60, refuse('opted_out_marketing')),
        ...times(4, refuse('opted_out_all')),
        ...times(17, 'no_address'),
      ],
    ],
    ['Nobody is in the segment.', []],
    ['Of 1 in the segment, 1 may receive it.', [permit(false)]],
    [
      'Of 4 in the segment, nobody may receive it, 1 needs an authorization, 1 opted out, 1 has no address, 1 has died.',
      [needs, refuse('opted_out_all'), 'no_address', refuse('deceased')],
    ],
    [
      'Of 1,204 in the segment, 1,200 may receive it, 1 needs somebody to look at it, 2 asked not to be written to in this way, 1 has no address.',
      [
        ...times(1200, permit(false)),
        refuse('minor_consents'),
        refuse('restriction'),
        refuse('no_email'),
        'no_address',
      ],
    ],
    [
      'Of 2 in the segment, nobody may receive it, 2 wait for something that you must mend first.',
      times(2, refuse('no_baa')),
    ],
  ])('%s', (sentence, outcomes) => {
    expect(figuresOf(outcomes).sentence).toBe(sentence);
  });
});
