import type { Day } from '../values/index.ts';
import type { Category, Revealing } from './communication.ts';

/** What a signed document can allow. One document may allow several. */
export const AUTHORIZATION_KINDS = [
  'marketing',
  'marketing_remunerated',
  'psychotherapy_notes',
  'sud_counseling_notes',
  'part2_consent',
  'sale_of_phi',
  'fundraising_beyond_514f',
  'cmia_auth',
  'mhmda_consent',
] as const;
export type AuthorizationKind = (typeof AUTHORIZATION_KINDS)[number];

/** What else stands on the same paper, 45 CFR 164.508(b)(3). */
export const COMBINATIONS = ['treatment_consent', 'other_authorization'] as const;
export type Combination = (typeof COMBINATIONS)[number];

/** When the document says that it ends; `none` is what was written, null is a field left blank. */
export type Expiry =
  | { readonly kind: 'date'; readonly on: Day }
  | { readonly kind: 'event'; readonly name: string; readonly occurredOn: Day | null }
  | { readonly kind: 'none' };

/**
 * What a signed document says, 45 CFR 164.508(c), and what has become of it. Plain JSON, so that it
 * can be kept as it is. Whether it is valid is never stored: `defectsOf` reads it off each time.
 */
export interface AuthorizationDocument {
  readonly id: string;
  readonly kinds: readonly AuthorizationKind[];
  /** The categories among its purposes; null for all. */
  readonly categories: readonly Category[] | null;
  /** The most revealing information that it describes. */
  readonly informationScope: Revealing;

  readonly informationDescribed: boolean;
  readonly disclosingPartyNamed: boolean;
  readonly receivingPartyNamed: boolean;
  readonly purposeDescribed: boolean;
  readonly expiry: Expiry | null;
  /** The date beside the signature; null when either is missing. */
  readonly signedOn: Day | null;
  readonly signedByRepresentative: boolean;
  readonly representativeAuthorityDescribed: boolean;

  readonly statesRightToRevoke: boolean;
  readonly statesNoConditioning: boolean;
  readonly statesRedisclosureRisk: boolean;
  readonly statesRemuneration: boolean;
  readonly statesSale: boolean;

  readonly combinedWith: Combination | null;
  readonly conditionedOnTreatment: boolean;
  readonly knownFalseInformation: boolean;
  /** RFC 3339; null while it stands. */
  readonly revokedAt: string | null;
  readonly copyGiven: boolean;
}
