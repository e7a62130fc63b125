import type { AuthorizationDocument } from './authorization.ts';

export const SENDER_KINDS = ['provider', 'plan', 'not_covered'] as const;

export interface Sender {
  /** `not_covered` is not bound by HIPAA. */
  readonly kind: (typeof SENDER_KINDS)[number];
  /** A substance-use program under 42 CFR Part 2. The records used are `specialRecords`. */
  readonly part2Program: boolean;
  readonly noticeCoversUse: boolean;
  readonly noticeCoversFundraising: boolean;
}

export const OPT_OUTS = ['all_commercial', 'marketing', 'fundraising'] as const;
export type OptOut = (typeof OPT_OUTS)[number];

export const CONFIDENTIAL_COMMUNICATIONS = ['no_email', 'other_address'] as const;

/** What is on file about the person written to. */
export interface Recipient {
  /** Two-letter code of the state of residence; null when none is on file. */
  readonly state: string | null;
  readonly optOuts: readonly OptOut[];
  /** A restriction that the sender agreed to and that covers this use, 45 CFR 164.522(a). */
  readonly restriction: 'agreed' | null;
  /** 45 CFR 164.522(b). */
  readonly confidentialCommunication: (typeof CONFIDENTIAL_COMMUNICATIONS)[number] | null;
  /** A parent, written to about a service to which the minor consents alone. */
  readonly parentOfConsentingMinor: boolean;
  readonly deceased: boolean;
  readonly authorizations: readonly AuthorizationDocument[];
}

export function livesIn({ state }: Pick<Recipient, 'state'>, code: 'CA' | 'WA'): boolean {
  return state?.trim().toUpperCase() === code;
}

/**
 * Who refused all commercial mail refused marketing with it. Not so fundraising: an appeal is
 * refused under 45 CFR 164.514(f)(2), a choice of its own, and one that is commercial as well is
 * stopped by the first rule on opt-outs anyway.
 */
export function optedOutOfMarketing({ optOuts }: Pick<Recipient, 'optOuts'>): boolean {
  return optOuts.includes('marketing') || optOuts.includes('all_commercial');
}
