import type { AuthorizationKind } from '../gate/index.ts';

/** What an authorization of each kind is for, as it stands in a sentence: "an authorization for …". */
export const KIND_WORDS: Readonly<Record<AuthorizationKind, string>> = {
  marketing: 'marketing',
  marketing_remunerated: 'marketing that is paid for',
  psychotherapy_notes: 'psychotherapy notes',
  sud_counseling_notes: 'substance-use counseling notes',
  part2_consent: 'substance-use records',
  sale_of_phi: 'the sale of health information',
  fundraising_beyond_514f: 'fundraising',
  cmia_auth: 'California’s medical information',
  mhmda_consent: 'Washington’s consumer health data',
};
