/** What is sent, in the words of the law. The glossary is 45 CFR 164.501 "marketing". */

export const CHANNELS = ['email', 'face_to_face', 'nominal_gift'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * What the message is about. `own_service` is the sender's own health-related service,
 * `non_health_own` its own product that is not about health; `health_promotion` is general and
 * names no product; `drug_current` is about a drug that the person takes.
 */
export const CATEGORIES = [
  'treatment',
  'care_coord',
  'alt_treatment',
  'own_service',
  'cosmetic_own',
  'plan_benefit',
  'value_added',
  'health_promotion',
  'government_program',
  'payment',
  'operations',
  'third_party_product',
  'non_health_own',
  'testimonial',
  'fundraising',
  'drug_current',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What selecting or reading a message tells about a person, least first. */
export const REVEALING = ['none', 'contact', 'demographic', 'service', 'diagnosis'] as const;
export type Revealing = (typeof REVEALING)[number];

/** The more revealing of two. */
export function moreRevealing(a: Revealing, b: Revealing): Revealing {
  return REVEALING.indexOf(a) > REVEALING.indexOf(b) ? a : b;
}

/** How the drug of the message relates to the one prescribed; `unnamed` speaks of others, names none. */
export const DRUG_RELATIONS = [
  'same',
  'generic',
  'delivery_system',
  'adjunctive',
  'new_formulation',
  'unnamed',
] as const;
export type DrugRelation = (typeof DRUG_RELATIONS)[number];

export interface Drug {
  readonly relation: DrugRelation;
  /** Days since the prescription ran out; 0 while it is current. */
  readonly lapsedDays: number;
}

export const REMUNERATION_KINDS = [
  'none',
  'financial_within_cost',
  'financial_above_cost',
  'in_kind',
] as const;
export const PAYERS = ['product_owner', 'unrelated'] as const;

export interface Remuneration {
  readonly kind: (typeof REMUNERATION_KINDS)[number];
  /** Who gives it: the owner of what is described, or somebody else. */
  readonly payer: (typeof PAYERS)[number];
}

export const SPECIAL_RECORDS = ['psychotherapy_notes', 'part2', 'sud_counseling_notes'] as const;
export type SpecialRecords = (typeof SPECIAL_RECORDS)[number];

export const DISCLOSED_TO = ['individual', 'third_party_own_purposes', 'public'] as const;
export type DisclosedTo = (typeof DISCLOSED_TO)[number];

export interface Communication {
  readonly channel: Channel;
  /** Commercial in the sense of CAN-SPAM, 15 USC 7702(2). */
  readonly commercial: boolean;
  readonly category: Category;
  readonly encouragesPurchaseOrUse: boolean;
  /** Set for `drug_current`. */
  readonly drug: Drug | null;
  readonly remuneration: Remuneration;
  readonly usesPhi: boolean;
  /** All of it de-identified under 45 CFR 164.514(b). */
  readonly deidentified: boolean;
  readonly audienceSelectedBy: Revealing;
  readonly contentReveals: Revealing;
  /** Specially protected records touched by selection or content. */
  readonly specialRecords: SpecialRecords | null;
  readonly disclosedTo: DisclosedTo;
  readonly disclosurePaid: boolean;
  readonly processorsUnderBaa: boolean;
  readonly thirdPartyTracker: 'no_baa' | null;
  readonly fundraisingOptOutIncluded: boolean;
}
