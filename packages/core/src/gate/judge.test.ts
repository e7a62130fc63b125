import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Judgement, Profile } from './answer.ts';
import type { AuthorizationKind } from './authorization.ts';
import { readCases } from './cases.ts';
import { judge, type Question } from './judge.ts';
import { layOver } from './shape.ts';

const text = readFileSync(new URL('../../../../tests/gate/cases.json', import.meta.url), 'utf8');
const { defaults, cases } = JSON.parse(text) as {
  defaults: unknown;
  cases: { id: string; input: { recipient: { authorizations: object[] } } }[];
};
const document = cases.find(({ id }) => id === 'G03')?.input.recipient.authorizations[0] ?? {};

/** Parts of an input, laid one over the other and all over the defaults. */
function question(...parts: object[]): Question {
  const input = parts.reduce<unknown>(layOver, {});
  const [only] = readCases({ defaults, cases: [{ id: 'X', input }] });
  if (only === undefined) throw new Error('one case gives one question');
  return only.question;
}

const c = (communication: object) => ({ communication });
const r = (recipient: object) => ({ recipient });
const s = (sender: object) => ({ sender });
const about = (category: string) => c({ category });
const optOut = (value: string) => r({ optOut: value });
const signed = (kind: AuthorizationKind, over: object = {}) =>
  r({ authorizations: [{ ...document, kinds: [kind], statesSale: true, ...over }] });
const paid = (kind = 'financial_within_cost', payer = 'product_owner') =>
  c({ remuneration: { kind, payer } });
const informs = c({ encouragesPurchaseOrUse: false });
const notCommercial = c({ commercial: false });
const drug = (relation: string, lapsedDays = 0) =>
  c({ category: 'drug_current', drug: { relation, lapsedDays } });

/** '14 permit nominal_gift', '16 authorization_required needs_marketing_authorization'. */
function told(judgement: Judgement): string {
  const why = judgement.permitted ? (judgement.authorization ?? judgement.basis) : judgement.code;
  return `${judgement.rule} ${judgement.verdict} ${why}`;
}

type Row = [name: string, parts: object[], answer: string];
const table = (profile: Profile, rows: Row[]) =>
  test.each(rows)('%s', (_name, parts, answer) => {
    expect(told(judge(question(...parts), profile))).toBe(answer);
  });

const CARE = '20 permit care_exception';
const NEEDS = '16 authorization_required needs_marketing_authorization';
const NEEDS_PAID = '16 authorization_required needs_paid_marketing_authorization';
const OPTED_OUT = 'forbid opted_out_marketing';

describe('who is written to', () => {
  table('law', [
    [
      'the dead, with every reason to write',
      [r({ deceased: true }), c({ usesPhi: false }), notCommercial],
      '1 forbid deceased',
    ],
    ['no commercial mail, and this is', [optOut('all_commercial')], '2 forbid opted_out_all'],
    [
      'no commercial mail, without PHI',
      [optOut('all_commercial'), c({ usesPhi: false })],
      '2 forbid opted_out_all',
    ],
    [
      'no commercial mail, and a document',
      [optOut('all_commercial'), about('third_party_product'), signed('marketing')],
      '2 forbid opted_out_all',
    ],
    [
      'no commercial mail, and this is treatment',
      [optOut('all_commercial'), about('treatment'), notCommercial],
      CARE,
    ],
    [
      'no commercial mail includes marketing that is called not commercial',
      [optOut('all_commercial'), about('third_party_product'), notCommercial],
      `15 ${OPTED_OUT}`,
    ],
    ['a restriction', [r({ restriction: 'agreed' })], '6 forbid restriction'],
    [
      'a restriction, though a document allows',
      [r({ restriction: 'agreed' }), about('testimonial'), signed('marketing')],
      '6 forbid restriction',
    ],
    [
      'a restriction, and no PHI',
      [r({ restriction: 'agreed' }), c({ usesPhi: false })],
      '3 permit no_phi',
    ],
    ['no email', [r({ confidentialCommunication: 'no_email' })], '7 forbid no_email'],
    [
      'no email, but face to face',
      [r({ confidentialCommunication: 'no_email' }), c({ channel: 'face_to_face' })],
      CARE,
    ],
    ['another address', [r({ confidentialCommunication: 'other_address' })], CARE],
    ['a parent', [r({ parentOfConsentingMinor: true })], '8 review minor_consents'],
    [
      'a parent who asked for no email',
      [r({ parentOfConsentingMinor: true, confidentialCommunication: 'no_email' })],
      '7 forbid no_email',
    ],
  ]);
});

describe('outside HIPAA', () => {
  const none = c({ usesPhi: false });
  const app = s({ kind: 'not_covered' });
  const wa = r({ state: 'WA' });
  const byService = c({ audienceSelectedBy: 'service' });
  table('law', [
    ['no PHI', [none], '3 permit no_phi'],
    ['de-identified', [c({ deidentified: true })], '3 permit no_phi'],
    [
      'no PHI needs no agreement with processors',
      [none, c({ processorsUnderBaa: false, thirdPartyTracker: 'no_baa' })],
      '3 permit no_phi',
    ],
    ['opted out of marketing', [none, optOut('marketing')], `3 ${OPTED_OUT}`],
    [
      'opted out of marketing, not commercial',
      [none, optOut('marketing'), notCommercial],
      '3 permit no_phi',
    ],
    ['opted out of fundraising', [none, optOut('fundraising')], '3 permit no_phi'],
    [
      'Washington, by service',
      [app, none, wa, byService],
      '3 authorization_required needs_washington_consent',
    ],
    [
      'Washington, by diagnosis, de-identified',
      [app, wa, c({ deidentified: true, audienceSelectedBy: 'diagnosis' })],
      '3 authorization_required needs_washington_consent',
    ],
    [
      'Washington, with consent',
      [app, none, wa, byService, signed('mhmda_consent')],
      '3 permit_with_authorization mhmda_consent',
    ],
    [
      'Washington, by place',
      [app, none, wa, c({ audienceSelectedBy: 'demographic' })],
      '3 permit no_phi',
    ],
    ['Washington, a covered sender', [none, wa, byService], '3 permit no_phi'],
    ['Oregon', [app, none, r({ state: 'OR' }), byService], '3 permit no_phi'],
    ['no state on file', [app, none, byService], '3 permit no_phi'],
    [
      'PHI in the hands of a sender that is not covered goes through the procedure',
      [app, wa, byService],
      CARE,
    ],
  ]);
});

describe('who handles it', () => {
  table('law', [
    [
      'a processor without agreement',
      [c({ processorsUnderBaa: false }), about('treatment'), informs],
      '4 forbid no_baa',
    ],
    [
      '... and a document',
      [c({ processorsUnderBaa: false }), about('third_party_product'), signed('marketing')],
      '4 forbid no_baa',
    ],
    ['a tracker', [c({ thirdPartyTracker: 'no_baa' })], '5 forbid tracker'],
  ]);
});

describe('specially protected records', () => {
  const notes = c({ specialRecords: 'psychotherapy_notes' });
  const counseling = c({ specialRecords: 'sud_counseling_notes' });
  const part2 = c({ specialRecords: 'part2' });
  table('law', [
    [
      'psychotherapy notes, for treatment even',
      [notes, about('treatment'), informs],
      '9 authorization_required needs_psychotherapy_notes_authorization',
    ],
    [
      'psychotherapy notes allowed',
      [notes, signed('psychotherapy_notes')],
      '9 permit_with_authorization psychotherapy_notes',
    ],
    [
      'psychotherapy notes allowed with other things',
      [notes, signed('psychotherapy_notes', { kinds: ['psychotherapy_notes', 'marketing'] })],
      '9 authorization_required needs_psychotherapy_notes_authorization',
    ],
    [
      'counseling notes, for treatment even',
      [counseling, about('treatment')],
      '10 authorization_required needs_sud_counseling_notes_consent',
    ],
    [
      'counseling notes allowed',
      [counseling, signed('sud_counseling_notes')],
      '10 permit_with_authorization sud_counseling_notes',
    ],
    ['Part 2 records, for promotion', [part2], '10 authorization_required needs_part2_consent'],
    [
      'Part 2 records, the current drug',
      [part2, drug('same')],
      '10 authorization_required needs_part2_consent',
    ],
    [
      'Part 2 records, with consent',
      [part2, signed('part2_consent')],
      '10 permit_with_authorization part2_consent',
    ],
    ['Part 2 records, for treatment', [part2, about('treatment')], CARE],
    ['Part 2 records, for payment', [part2, about('payment')], '20 permit no_product'],
    ['Part 2 records, for operations', [part2, about('operations')], '20 permit no_product'],
    ['Part 2 records, for care coordination', [part2, about('care_coord')], CARE],
    [
      'Part 2 records, for paid care coordination',
      [part2, about('care_coord'), paid()],
      NEEDS_PAID,
    ],
    ['a Part 2 program, other records', [s({ part2Program: true })], CARE],
  ]);
});

describe('told to others', () => {
  const third = c({ disclosedTo: 'third_party_own_purposes' });
  const sold = c({ disclosedTo: 'third_party_own_purposes', disclosurePaid: true });
  table('law', [
    [
      'sold',
      [sold, about('treatment'), informs],
      '11 authorization_required needs_sale_authorization',
    ],
    [
      'sold, with a document that states it',
      [sold, signed('sale_of_phi')],
      '11 permit_with_authorization sale_of_phi',
    ],
    [
      'sold, with a document that does not',
      [sold, signed('sale_of_phi', { statesSale: false })],
      '11 authorization_required needs_sale_authorization',
    ],
    ['given', [third], '11 authorization_required needs_marketing_authorization'],
    [
      'given, with a document',
      [third, signed('marketing')],
      '11 permit_with_authorization marketing',
    ],
    [
      'public',
      [c({ disclosedTo: 'public' }), about('testimonial'), informs],
      '11 authorization_required needs_marketing_authorization',
    ],
    [
      'public, with a document',
      [c({ disclosedTo: 'public' }), about('testimonial'), informs, signed('marketing')],
      '11 permit_with_authorization marketing',
    ],
    ['payment without a third party is no sale', [c({ disclosurePaid: true })], CARE],
  ]);
});

describe('fundraising', () => {
  const ask = about('fundraising');
  table('law', [
    ['as the notice says', [ask], '12 permit fundraising'],
    ['opted out', [ask, optOut('fundraising')], '12 forbid opted_out_fundraising'],
    ['opted out of marketing only', [ask, optOut('marketing')], '12 permit fundraising'],
    [
      'opted out of all commercial mail, and the appeal is none',
      [ask, optOut('all_commercial'), notCommercial],
      '12 permit fundraising',
    ],
    [
      'opted out, and a document',
      [ask, optOut('fundraising'), signed('fundraising_beyond_514f')],
      '12 forbid opted_out_fundraising',
    ],
    [
      'not in the notice',
      [ask, s({ noticeCoversFundraising: false })],
      '12 forbid notice_lacks_fundraising',
    ],
    [
      'no way out',
      [ask, c({ fundraisingOptOutIncluded: false })],
      '12 forbid no_fundraising_opt_out',
    ],
    [
      'by diagnosis',
      [ask, c({ audienceSelectedBy: 'diagnosis' })],
      '12 authorization_required needs_fundraising_authorization',
    ],
    [
      'revealing a diagnosis',
      [ask, c({ contentReveals: 'diagnosis' })],
      '12 authorization_required needs_fundraising_authorization',
    ],
    [
      'by diagnosis, with a document',
      [ask, c({ audienceSelectedBy: 'diagnosis' }), signed('fundraising_beyond_514f')],
      '12 permit_with_authorization fundraising_beyond_514f',
    ],
    [
      'other uses are not in the notice',
      [ask, s({ noticeCoversUse: false })],
      '12 permit fundraising',
    ],
    ['something else, opted out of fundraising', [optOut('fundraising')], CARE],
  ]);
});

describe('what is marketing', () => {
  const NO_PRODUCT = '20 permit no_product';
  table('law', [
    ['own service, unpaid', [about('own_service')], CARE],
    ['own service, in kind', [about('own_service'), paid('in_kind')], CARE],
    ['own service, paid at cost', [about('own_service'), paid()], NEEDS_PAID],
    [
      'own service, paid by somebody else',
      [about('own_service'), paid('financial_above_cost', 'unrelated')],
      CARE,
    ],
    ['treatment, paid', [about('treatment'), paid()], NEEDS_PAID],
    [
      'treatment, paid, but it does not promote',
      [about('treatment'), paid(), informs],
      '20 permit no_encouragement',
    ],
    ['alternative treatment', [about('alt_treatment')], CARE],
    ['plan benefit', [s({ kind: 'plan' }), about('plan_benefit')], CARE],
    ['plan benefit, paid', [s({ kind: 'plan' }), about('plan_benefit'), paid()], NEEDS_PAID],
    ['value added', [s({ kind: 'plan' }), about('value_added')], CARE],
    ['own cosmetic service', [about('cosmetic_own')], NEEDS],
    ['own product that is not about health', [about('non_health_own')], NEEDS],
    ['third party', [about('third_party_product')], NEEDS],
    [
      'third party, paid by somebody else',
      [about('third_party_product'), paid('financial_above_cost', 'unrelated')],
      NEEDS,
    ],
    ['third party, in kind', [about('third_party_product'), paid('in_kind')], NEEDS],
    ['testimonial, to the individual', [about('testimonial')], NEEDS],
    ['health promotion, paid', [about('health_promotion'), paid()], NO_PRODUCT],
    ['government program', [about('government_program')], NO_PRODUCT],
    ['payment', [about('payment')], NO_PRODUCT],
    ['operations', [about('operations')], NO_PRODUCT],
    ['own service by diagnosis', [c({ audienceSelectedBy: 'diagnosis' })], CARE],
  ]);
});

describe('the current drug', () => {
  const REFILL = '20 permit refill_exception';
  const TREATMENT = '20 permit unpaid_treatment';
  const above = paid('financial_above_cost');
  table('law', [
    ['same, at cost', [drug('same'), paid()], REFILL],
    ['delivery system, at cost', [drug('delivery_system'), paid()], REFILL],
    ['alternatives in general, at cost', [drug('unnamed'), paid()], REFILL],
    ['same, lapsed 90 days, at cost', [drug('same', 90), paid()], REFILL],
    ['same, lapsed 91 days, unpaid', [drug('same', 91)], TREATMENT],
    ['same, lapsed 91 days, in kind', [drug('same', 91), paid('in_kind')], TREATMENT],
    ['same, above cost', [drug('same'), above], NEEDS_PAID],
    [
      'same, above cost, by somebody else',
      [drug('same'), paid('financial_above_cost', 'unrelated')],
      REFILL,
    ],
    ['adjunctive, at cost', [drug('adjunctive'), paid()], NEEDS_PAID],
    [
      'adjunctive, by somebody else',
      [drug('adjunctive'), paid('financial_within_cost', 'unrelated')],
      TREATMENT,
    ],
    ['new formulation, unpaid', [drug('new_formulation')], TREATMENT],
    ['alternatives in general, above cost', [drug('unnamed'), above], NEEDS_PAID],
  ]);

  test('the exception relied on is the refill exception, or what remains is treatment', () => {
    expect(judge(question(drug('same')), 'law').citations).toContain(
      '45 CFR 164.501 marketing (2)(i)',
    );
  });
});

describe('marketing', () => {
  const other = about('third_party_product');
  table('law', [
    ['face to face', [other, c({ channel: 'face_to_face' })], '14 permit face_to_face'],
    [
      'face to face, paid',
      [other, paid(), c({ channel: 'face_to_face' })],
      '14 permit face_to_face',
    ],
    [
      'a small gift to one who opted out',
      [other, c({ channel: 'nominal_gift' }), optOut('marketing')],
      '14 permit nominal_gift',
    ],
    ['opted out', [other, optOut('marketing')], `15 ${OPTED_OUT}`],
    [
      'opted out, and a document',
      [other, optOut('marketing'), signed('marketing')],
      `15 ${OPTED_OUT}`,
    ],
    ['opted out of fundraising', [other, optOut('fundraising')], NEEDS],
    ['allowed', [other, signed('marketing')], '16 permit_with_authorization marketing'],
    ['paid, and unpaid allowed', [other, paid(), signed('marketing')], NEEDS_PAID],
    ['unpaid, and paid allowed', [other, signed('marketing_remunerated')], NEEDS],
    [
      'paid, and allowed without stating it',
      [other, paid(), signed('marketing_remunerated', { statesRemuneration: false })],
      NEEDS_PAID,
    ],
    [
      'content beyond the scope',
      [
        other,
        c({ contentReveals: 'diagnosis' }),
        signed('marketing', { informationScope: 'service' }),
      ],
      NEEDS,
    ],
    [
      'selection beyond the scope',
      [
        other,
        c({ audienceSelectedBy: 'diagnosis' }),
        signed('marketing', { informationScope: 'service' }),
      ],
      NEEDS,
    ],
    [
      'within the scope',
      [
        other,
        c({ audienceSelectedBy: 'service' }),
        signed('marketing', { informationScope: 'service' }),
      ],
      '16 permit_with_authorization marketing',
    ],
    [
      'allowed, though not in the notice',
      [other, s({ noticeCoversUse: false }), signed('marketing')],
      '16 permit_with_authorization marketing',
    ],
  ]);
});

describe('not marketing, and yet', () => {
  const ca = r({ state: 'CA' });
  table('law', [
    [
      'California, in kind',
      [ca, paid('in_kind')],
      '17 authorization_required needs_california_authorization',
    ],
    [
      'California, in kind from somebody else',
      [ca, paid('in_kind', 'unrelated')],
      '17 authorization_required needs_california_authorization',
    ],
    [
      'California, in kind, allowed',
      [ca, paid('in_kind'), signed('cmia_auth')],
      '17 permit_with_authorization cmia_auth',
    ],
    [
      'California, in kind, informing',
      [ca, paid('in_kind'), informs],
      '20 permit no_encouragement',
    ],
    ['California, unsupported', [ca], CARE],
    ['opted out, commercial', [optOut('marketing')], `18 ${OPTED_OUT}`],
    ['opted out, not commercial', [optOut('marketing'), notCommercial], CARE],
    ['not in the notice', [s({ noticeCoversUse: false })], '19 forbid notice_lacks_use'],
  ]);
});

describe('the strict profile', () => {
  const byDiagnosis = c({ audienceSelectedBy: 'diagnosis' });
  table('strict', [
    ['own service', [], NEEDS],
    ['own service, allowed', [signed('marketing')], '16 permit_with_authorization marketing'],
    ['own service, informing', [informs], '20 permit no_encouragement'],
    ['own service, face to face', [c({ channel: 'face_to_face' })], '14 permit face_to_face'],
    ['plan extras', [about('value_added')], NEEDS],
    ['plan benefits', [about('plan_benefit')], CARE],
    ['alternative treatment', [about('alt_treatment')], CARE],
    ['alternative treatment by diagnosis', [about('alt_treatment'), byDiagnosis], NEEDS],
    ['health promotion by diagnosis', [about('health_promotion'), byDiagnosis], NEEDS],
    [
      'health promotion by diagnosis, informing',
      [about('health_promotion'), byDiagnosis, informs],
      '20 permit no_encouragement',
    ],
    ['treatment by diagnosis', [about('treatment'), byDiagnosis], CARE],
    ['care coordination by diagnosis', [about('care_coord'), byDiagnosis], CARE],
    ['the current drug by diagnosis', [drug('same'), byDiagnosis], '20 permit refill_exception'],
    [
      'face to face does not open what the law refuses',
      [c({ channel: 'face_to_face' }), s({ noticeCoversUse: false })],
      '19 forbid notice_lacks_use',
    ],
    [
      'nor does a document for marketing',
      [r({ state: 'CA' }), paid('in_kind'), signed('marketing')],
      '17 authorization_required needs_california_authorization',
    ],
  ]);
});

describe('obligations', () => {
  test.each<[string, object[], string[]]>([
    ['commercial email with PHI', [], ['encrypt', 'canspam']],
    ['not commercial', [notCommercial], ['encrypt']],
    ['no PHI', [c({ usesPhi: false })], ['canspam']],
    ['de-identified', [c({ deidentified: true }), notCommercial], []],
    ['face to face', [c({ channel: 'face_to_face' }), notCommercial], []],
    [
      'another address',
      [r({ confidentialCommunication: 'other_address' })],
      ['encrypt', 'canspam', 'alternative_address'],
    ],
    [
      'another address, without PHI',
      [r({ confidentialCommunication: 'other_address' }), c({ usesPhi: false })],
      ['canspam', 'alternative_address'],
    ],
    [
      'no copy given',
      [about('testimonial'), signed('marketing', { copyGiven: false })],
      ['encrypt', 'canspam', 'provide_copy'],
    ],
    ['a copy given', [about('testimonial'), signed('marketing')], ['encrypt', 'canspam']],
    [
      'no copy of what is not relied on',
      [signed('marketing', { copyGiven: false })],
      ['encrypt', 'canspam'],
    ],
  ])('%s', (_name, parts, obligations) => {
    expect(judge(question(...parts), 'law')).toMatchObject({ permitted: true, obligations });
  });
});

describe('documents that do not count', () => {
  const other = about('third_party_product');
  const of = (...documents: object[]) =>
    r({ authorizations: documents.map((over) => ({ ...document, ...over })) });

  test('one: its reason and section stand in the refusal', () => {
    expect(judge(question(other, of({ revoked: true })), 'law')).toMatchObject({
      reason:
        'This person has not allowed marketing. A document is on file but does not count. It has been revoked.',
      citations: expect.arrayContaining(['45 CFR 164.508(b)(2)(iii)']),
      defects: [{ documentId: 'authorizations[0]', defects: [{ code: 'revoked' }] }],
    });
  });

  test('several: all are listed, the reason speaks of the nearest', () => {
    const judgement = judge(
      question(other, of({ revoked: true, expiry: 'past' }, { expiry: 'past' })),
      'law',
    );
    expect(judgement).toMatchObject({
      reason:
        'This person has not allowed marketing. 2 documents are on file but none counts. Of the nearest: It has expired.',
      defects: [{ documentId: 'authorizations[0]' }, { documentId: 'authorizations[1]' }],
    });
  });

  test('one of another kind is not spoken of', () => {
    expect(judge(question(other, of({ kinds: ['cmia_auth'] })), 'law')).toMatchObject({
      reason: 'This person has not allowed marketing.',
      defects: [],
    });
  });

  test('beside one that does, they do not matter', () => {
    expect(judge(question(other, of({ revoked: true }, {})), 'law')).toMatchObject({
      verdict: 'permit_with_authorization',
      documentId: 'authorizations[1]',
    });
  });
});
