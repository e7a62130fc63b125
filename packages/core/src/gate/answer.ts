import type { AuthorizationKind } from './authorization.ts';
import type { Defect } from './defects.ts';

/** `strict` is `law` with more refusals; a new organization begins with it. */
export const PROFILES = ['law', 'strict'] as const;
export type Profile = (typeof PROFILES)[number];

/** Number of the rule, in the order of the procedure, that gave the verdict. */
export type RuleNumber =
  | 1
  | 2
  | 3
  | 4
  | 5
  | 6
  | 7
  | 8
  | 9
  | 10
  | 11
  | 12
  | 14
  | 15
  | 16
  | 17
  | 18
  | 19
  | 20;

/** Duties that come with a permit. */
export const OBLIGATIONS = ['encrypt', 'canspam', 'alternative_address', 'provide_copy'] as const;
export type Obligation = (typeof OBLIGATIONS)[number];

/** What a permit rests on: the exception relied upon is kept with each message. */
export const PERMIT_BASES = [
  'authorization',
  'no_phi',
  'fundraising',
  'face_to_face',
  'nominal_gift',
  'no_encouragement',
  'no_product',
  'refill_exception',
  'unpaid_treatment',
  'care_exception',
] as const;
export type PermitBasis = (typeof PERMIT_BASES)[number];

/** Why not; stable, for filters and counts. */
export const REFUSAL_CODES = [
  'deceased',
  'opted_out_all',
  'opted_out_marketing',
  'opted_out_fundraising',
  'no_baa',
  'tracker',
  'restriction',
  'no_email',
  'minor_consents',
  'notice_lacks_use',
  'notice_lacks_fundraising',
  'no_fundraising_opt_out',
  'needs_marketing_authorization',
  'needs_paid_marketing_authorization',
  'needs_psychotherapy_notes_authorization',
  'needs_sud_counseling_notes_consent',
  'needs_part2_consent',
  'needs_sale_authorization',
  'needs_fundraising_authorization',
  'needs_california_authorization',
  'needs_washington_consent',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface Permission {
  readonly permitted: true;
  readonly verdict: 'permit' | 'permit_with_authorization';
  /** The kind and the document relied upon; null when none is needed. */
  readonly authorization: AuthorizationKind | null;
  readonly documentId: string | null;
  readonly rule: RuleNumber;
  readonly basis: PermitBasis;
  readonly citations: readonly string[];
  readonly obligations: readonly Obligation[];
  readonly reason: string;
}

/** A document of the needed kind that does not count, and why. */
export interface DefectiveDocument {
  readonly documentId: string;
  readonly defects: readonly Defect[];
}

export interface Refusal {
  readonly permitted: false;
  readonly verdict: 'forbid' | 'authorization_required' | 'review';
  /** The kind that would change the verdict; null when none would. */
  readonly authorization: AuthorizationKind | null;
  readonly rule: RuleNumber;
  readonly code: RefusalCode;
  readonly citations: readonly string[];
  readonly reason: string;
  /** By document id; empty unless documents of the needed kind are on file. */
  readonly defects: readonly DefectiveDocument[];
}

/** The verdict alone, for an audience of which nothing is sent yet. */
export type Judgement = Permission | Refusal;
export type Verdict = Judgement['verdict'];
