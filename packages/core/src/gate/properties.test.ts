import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { OBLIGATIONS, PERMIT_BASES, PROFILES, REFUSAL_CODES } from './answer.ts';
import {
  AUTHORIZATION_KINDS,
  type AuthorizationDocument,
  COMBINATIONS,
  type Expiry,
} from './authorization.ts';
import * as words from './communication.ts';
import { defectsOf } from './defects.ts';
import { judge, type Question } from './judge.ts';
import { CONFIDENTIAL_COMMUNICATIONS, OPT_OUTS, type OptOut, SENDER_KINDS } from './parties.ts';

const NOW = '2026-06-15T12:00:00Z';

/** Thousands of questions each: on a busy machine that takes its time. */
vi.setConfig({ testTimeout: 60_000 });

const one = <const T>(...values: T[]) => fc.constantFrom(...values);
/** Mostly so, now and then not: a random document is nearly never valid, a random sender never good. */
const mostly = (value: boolean) => fc.integer({ max: 19, min: 0 }).map((n) => n > 0 === value);
const usually = <T>(value: T, rarely: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(value), weight: 8 }, { arbitrary: rarely, weight: 1 });

const expiry = usually<Expiry | null>(
  { kind: 'date', on: '2027-01-01' },
  one<Expiry | null>(
    { kind: 'date', on: '2026-06-14' },
    { kind: 'event', name: 'discharge', occurredOn: null },
    { kind: 'event', name: 'discharge', occurredOn: '2026-01-01' },
    { kind: 'none' },
    null,
  ),
);

const document: fc.Arbitrary<AuthorizationDocument> = fc.record({
  id: fc.uuid(),
  kinds: fc.oneof(
    one(...AUTHORIZATION_KINDS).map((kind) => [kind]),
    fc.subarray([...AUTHORIZATION_KINDS]),
  ),
  categories: fc.option(fc.subarray([...words.CATEGORIES])),
  informationScope: usually<words.Revealing>('diagnosis', one(...words.REVEALING)),
  informationDescribed: mostly(true),
  disclosingPartyNamed: mostly(true),
  receivingPartyNamed: mostly(true),
  purposeDescribed: mostly(true),
  expiry,
  signedOn: usually<string | null>('2026-01-01', one(null, '2026-05-05', '2026-06-16')),
  signedByRepresentative: mostly(false),
  representativeAuthorityDescribed: fc.boolean(),
  statesRightToRevoke: mostly(true),
  statesNoConditioning: mostly(true),
  statesRedisclosureRisk: mostly(true),
  statesRemuneration: mostly(true),
  statesSale: mostly(true),
  combinedWith: usually<AuthorizationDocument['combinedWith']>(null, one(...COMBINATIONS)),
  conditionedOnTreatment: mostly(false),
  knownFalseInformation: mostly(false),
  revokedAt: usually<string | null>(null, one('2026-06-15T11:59:59Z')),
  copyGiven: fc.boolean(),
});

const documents = fc.uniqueArray(document, { selector: ({ id }) => id, maxLength: 5 });

const question: fc.Arbitrary<Question> = fc.record({
  sender: fc.record({
    kind: one(...SENDER_KINDS),
    part2Program: fc.boolean(),
    noticeCoversUse: mostly(true),
    noticeCoversFundraising: mostly(true),
  }),
  communication: fc.record({
    channel: usually<words.Channel>('email', one(...words.CHANNELS)),
    commercial: fc.boolean(),
    category: one(...words.CATEGORIES),
    encouragesPurchaseOrUse: mostly(true),
    drug: fc.option(
      fc.record({ relation: one(...words.DRUG_RELATIONS), lapsedDays: one(0, 90, 91) }),
    ),
    remuneration: fc.record({
      kind: one(...words.REMUNERATION_KINDS),
      payer: one(...words.PAYERS),
    }),
    usesPhi: mostly(true),
    deidentified: mostly(false),
    audienceSelectedBy: one(...words.REVEALING),
    contentReveals: one(...words.REVEALING),
    specialRecords: usually<words.SpecialRecords | null>(null, one(...words.SPECIAL_RECORDS)),
    disclosedTo: usually<words.DisclosedTo>('individual', one(...words.DISCLOSED_TO)),
    disclosurePaid: fc.boolean(),
    processorsUnderBaa: mostly(true),
    thirdPartyTracker: usually<'no_baa' | null>(null, one('no_baa')),
    fundraisingOptOutIncluded: mostly(true),
  }),
  recipient: fc.record({
    state: one(null, 'CA', 'WA', 'NY'),
    optOuts: usually<OptOut[]>([], fc.subarray([...OPT_OUTS])),
    restriction: usually<'agreed' | null>(null, one('agreed')),
    confidentialCommunication: usually<Question['recipient']['confidentialCommunication']>(
      null,
      one(...CONFIDENTIAL_COMMUNICATIONS),
    ),
    parentOfConsentingMinor: mostly(false),
    deceased: mostly(false),
    authorizations: documents,
  }),
  now: fc.constant(NOW),
});

const profile = one(...PROFILES);

function withRecipient(asked: Question, over: Partial<Question['recipient']>): Question {
  return { ...asked, recipient: { ...asked.recipient, ...over } };
}

/** Runs the property often: a judgement takes microseconds, and the interesting ones are rare. */
function always<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...args: T) => void,
): void {
  fc.assert(
    fc.property(...arbitraries, (...args) => holds(...args)),
    {
      numRuns: 2000,
    },
  );
}

describe('for every question', () => {
  test('there is an answer with a rule, a reason and a citation', () => {
    always([question, profile], (asked, by) => {
      const judgement = judge(asked, by);
      expect(judgement.reason).toMatch(/^[A-Z].+\.$/);
      expect(judgement.citations.length).toBeGreaterThan(0);
      expect(judgement.rule).toBeGreaterThanOrEqual(1);
      expect(judgement.rule).toBeLessThanOrEqual(20);
      const named = judgement.authorization !== null;
      if (judgement.permitted) {
        expect(PERMIT_BASES).toContain(judgement.basis);
        expect(judgement.obligations.every((duty) => OBLIGATIONS.includes(duty))).toBe(true);
        expect(named).toBe(judgement.verdict === 'permit_with_authorization');
        expect(judgement.documentId !== null).toBe(named);
      } else {
        expect(REFUSAL_CODES).toContain(judgement.code);
        expect(named).toBe(judgement.verdict === 'authorization_required');
      }
    });
  });

  test('the questions asked here meet every verdict, basis and refusal', () => {
    const asked = fc.sample(fc.tuple(question, profile), { numRuns: 15_000, seed: 1 });
    const met = new Set<string>();
    for (const [each, by] of asked) {
      const judgement = judge(each, by);
      met.add(judgement.verdict);
      met.add(judgement.permitted ? judgement.basis : judgement.code);
    }
    const missing = [...PERMIT_BASES, ...REFUSAL_CODES].filter((code) => !met.has(code));
    expect(missing).toEqual([]);
  });

  test('the same question has the same answer, and is left as it was', () => {
    always([question, profile], (asked, by) => {
      const before = JSON.stringify(asked);
      expect(judge(asked, by)).toEqual(judge(JSON.parse(before) as Question, by));
      expect(JSON.stringify(asked)).toBe(before);
    });
  });
});

describe('authorizations', () => {
  test('one more never turns a permit into a refusal', () => {
    always([question, document, profile], (asked, extra, by) => {
      const { authorizations } = asked.recipient;
      const more = withRecipient(asked, { authorizations: [...authorizations, extra] });
      if (judge(asked, by).permitted) expect(judge(more, by).permitted).toBe(true);
    });
  });

  test('one less never turns a refusal into a permit', () => {
    always([question, fc.nat(4), profile], (asked, index, by) => {
      const authorizations = asked.recipient.authorizations.filter((_, at) => at !== index);
      const less = withRecipient(asked, { authorizations });
      if (!judge(asked, by).permitted) expect(judge(less, by).permitted).toBe(false);
    });
  });

  test('their order does not matter', () => {
    const shuffled = question.chain((asked) =>
      fc.tuple(
        fc.constant(asked),
        fc.shuffledSubarray([...asked.recipient.authorizations], {
          minLength: asked.recipient.authorizations.length,
        }),
      ),
    );
    always([shuffled, profile], ([asked, authorizations], by) => {
      expect(judge(withRecipient(asked, { authorizations }), by)).toEqual(judge(asked, by));
    });
  });

  test.each<[string, Partial<AuthorizationDocument>]>([
    ['revoked', { revokedAt: NOW }],
    ['expired', { expiry: { kind: 'date', on: '2026-06-14' } }],
    ['unsigned', { signedOn: null }],
    ['known to be false', { knownFalseInformation: true }],
  ])('a document that is %s is as none', (_name, spoilt) => {
    always([question, profile], (asked, by) => {
      const authorizations = asked.recipient.authorizations.map((it) => ({ ...it, ...spoilt }));
      const without = judge(withRecipient(asked, { authorizations: [] }), by);
      const judgement = judge(withRecipient(asked, { authorizations }), by);
      expect(judgement.verdict).toBe(without.verdict);
      expect(judgement.authorization).toBe(without.authorization);
      expect(judgement.rule).toBe(without.rule);
    });
  });

  test('what is relied on is on file, of the kind named, and without a defect', () => {
    always([question, profile], (asked, by) => {
      const judgement = judge(asked, by);
      if (!judgement.permitted || judgement.authorization === null) return;
      const { category, audienceSelectedBy, contentReveals } = asked.communication;
      const kind = judgement.authorization;
      const relied = asked.recipient.authorizations.find(({ id }) => id === judgement.documentId);
      expect(relied).toBeDefined();
      for (const reveals of [audienceSelectedBy, contentReveals]) {
        expect(relied && defectsOf(relied, { kind, category, reveals }, NOW)).toEqual([]);
      }
    });
  });

  test('time alone never makes a document valid again', () => {
    always([question, profile], (asked, by) => {
      const signedBefore = asked.recipient.authorizations.filter(
        ({ signedOn }) => signedOn === null || signedOn < '2026-06-15',
      );
      const now = withRecipient(asked, { authorizations: signedBefore });
      const later = { ...now, now: '2030-01-01T00:00:00Z' };
      if (!judge(now, by).permitted) expect(judge(later, by).permitted).toBe(false);
    });
  });
});

describe('opt-outs', () => {
  test('one more never turns a refusal into a permit', () => {
    always([question, one(...OPT_OUTS), profile], (asked, extra, by) => {
      const more = withRecipient(asked, { optOuts: [...asked.recipient.optOuts, extra] });
      if (!judge(asked, by).permitted) expect(judge(more, by).permitted).toBe(false);
    });
  });

  test('nothing commercial goes to who refused all of it', () => {
    always([question, profile], (asked, by) => {
      const communication = { ...asked.communication, commercial: true };
      const refused = withRecipient({ ...asked, communication }, { optOuts: ['all_commercial'] });
      expect(judge(refused, by).verdict).toBe('forbid');
    });
  });

  test('no fundraising with PHI goes to who opted out of it, whatever is signed', () => {
    always([question, profile], (asked, by) => {
      const communication = {
        ...asked.communication,
        category: 'fundraising' as const,
        usesPhi: true,
        deidentified: false,
        specialRecords: null,
        disclosedTo: 'individual' as const,
      };
      const refused = withRecipient({ ...asked, communication }, { optOuts: ['fundraising'] });
      expect(judge(refused, by).permitted).toBe(false);
    });
  });
});

describe('whatever else holds', () => {
  test('nothing goes to the dead', () => {
    always([question, profile], (asked, by) => {
      const answer = judge(withRecipient(asked, { deceased: true }), by);
      expect(answer).toMatchObject({ verdict: 'forbid', rule: 1 });
    });
  });

  test.each([{ processorsUnderBaa: false }, { thirdPartyTracker: 'no_baa' as const }])(
    'no PHI passes where %o',
    (without) => {
      always([question, profile], (asked, by) => {
        const phi = { usesPhi: true, deidentified: false, ...without };
        const communication = { ...asked.communication, ...phi };
        expect(judge({ ...asked, communication }, by).verdict).toBe('forbid');
      });
    },
  );

  test('strict never permits what the law refuses', () => {
    always([question], (asked) => {
      if (!judge(asked, 'law').permitted) expect(judge(asked, 'strict').permitted).toBe(false);
    });
  });

  test('email with PHI is encrypted, and another address asked for is used', () => {
    always([question, profile], (asked, by) => {
      const judgement = judge(asked, by);
      if (!judgement.permitted) return;
      const { channel, usesPhi, deidentified } = asked.communication;
      const phi = channel === 'email' && usesPhi && !deidentified;
      expect(judgement.obligations.includes('encrypt')).toBe(phi);
      const other = asked.recipient.confidentialCommunication === 'other_address';
      expect(judgement.obligations.includes('alternative_address')).toBe(other);
    });
  });
});
