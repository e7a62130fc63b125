import type { ConsentChange } from './consent.ts';

export type SignedDocument = Extract<ConsentChange, { kind: 'authorization_signed' }>['document'];
export type Kind = SignedDocument['kinds'][number];
export type Scope = Exclude<SignedDocument['informationScope'], 'none'>;

export const KIND_WORDS: Record<Kind, string> = {
  marketing: 'Marketing',
  marketing_remunerated: 'Marketing that somebody pays for',
  psychotherapy_notes: 'Psychotherapy notes',
  sud_counseling_notes: 'Substance use counseling notes',
  part2_consent: 'Substance use records (42 CFR Part 2)',
  sale_of_phi: 'Sale of patient data',
  fundraising_beyond_514f: 'Fundraising with more than the usual data',
  cmia_auth: 'California authorization (CMIA)',
  mhmda_consent: 'Washington consent (My Health My Data)',
};

/** What a kind asks of the paper beside the rest. */
export const KIND_NOTES: Partial<Record<Kind, string>> = {
  marketing_remunerated: 'Only if it states that it is paid for.',
  psychotherapy_notes: 'On a paper of their own.',
  sud_counseling_notes: 'On a paper of their own.',
  sale_of_phi: 'Only if it states that the data is sold.',
};

export const SCOPE_SENTENCES: Record<string, string> = {
  none: 'Covers no information about them.',
  identifier: 'Covers who they are.',
  contact: 'Covers name and address alone.',
  demographic: 'Covers age, place and plan, and nothing about care.',
  service: 'Covers that and when they had care.',
  diagnosis: 'Covers what they have and take.',
  psychotherapy: 'Covers psychotherapy notes.',
  part2: 'Covers substance use records.',
};

/** Each allows what stands before it too. */
export const SCOPE_WORDS: Record<Scope, { label: string; note: string }> = {
  contact: { label: 'Name and address alone', note: 'Nothing else about them.' },
  demographic: { label: 'Age, place and plan', note: 'And nothing about their care.' },
  service: { label: 'Care they had', note: 'That they had care here, and when.' },
  diagnosis: { label: 'What they have and take', note: 'Conditions, medicines, results.' },
};

export const COMBINED_WORDS = {
  nothing: 'Nothing else',
  treatment_consent: 'A consent to treatment',
  other_authorization: 'Another authorization',
} satisfies Record<NonNullable<SignedDocument['combinedWith']> | 'nothing', string>;

type Flag = {
  [Key in keyof SignedDocument]: SignedDocument[Key] extends boolean ? Key : never;
}[keyof SignedDocument];

export interface Element {
  readonly flag: Flag;
  readonly label: string;
  readonly citation: string;
  /** Asked for only where the paper allows this. */
  readonly of?: Kind;
}

/** What a paper has to say, in the order of the law; each one that is missing makes it not valid. */
export const STATEMENTS: readonly Element[] = [
  {
    flag: 'informationDescribed',
    label: 'It says specifically which information may be used',
    citation: '45 CFR 164.508(c)(1)(i)',
  },
  {
    flag: 'disclosingPartyNamed',
    label: 'It names who may use it or give it out',
    citation: '45 CFR 164.508(c)(1)(ii)',
  },
  {
    flag: 'receivingPartyNamed',
    label: 'It names who may receive it',
    citation: '45 CFR 164.508(c)(1)(iii)',
  },
  {
    flag: 'purposeDescribed',
    label: 'It describes what for',
    citation: '45 CFR 164.508(c)(1)(iv)',
  },
  {
    flag: 'statesRightToRevoke',
    label: 'It states the right to revoke it, and how',
    citation: '45 CFR 164.508(c)(2)(i)',
  },
  {
    flag: 'statesNoConditioning',
    label: 'It states that treatment does not depend on signing',
    citation: '45 CFR 164.508(c)(2)(ii)',
  },
  {
    flag: 'statesRedisclosureRisk',
    label: 'It states that what is disclosed may be disclosed again',
    citation: '45 CFR 164.508(c)(2)(iii)',
  },
  {
    flag: 'statesRemuneration',
    label: 'It states that it is paid for',
    citation: '45 CFR 164.508(a)(3)(ii)',
    of: 'marketing_remunerated',
  },
  {
    flag: 'statesSale',
    label: 'It states that the data is sold',
    citation: '45 CFR 164.508(a)(4)(ii)',
    of: 'sale_of_phi',
  },
];

/** How it came to be signed. */
export const CIRCUMSTANCES: readonly Element[] = [
  {
    flag: 'signedByRepresentative',
    label: 'A representative signed it for them',
    citation: '45 CFR 164.508(c)(1)(vi)',
  },
  {
    flag: 'representativeAuthorityDescribed',
    label: 'It says by what authority the representative signed',
    citation: '45 CFR 164.508(c)(1)(vi)',
  },
  {
    flag: 'conditionedOnTreatment',
    label: 'Treatment was made to depend on signing it',
    citation: '45 CFR 164.508(b)(4)',
  },
  {
    flag: 'knownFalseInformation',
    label: 'Something in it is known to be false',
    citation: '45 CFR 164.508(b)(2)(v)',
  },
  { flag: 'copyGiven', label: 'They were given a copy', citation: '45 CFR 164.508(c)(4)' },
];
