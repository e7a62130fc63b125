import type { PermitBasis, Profile } from './answer.ts';
import type { Category, Communication, DrugRelation, Remuneration } from './communication.ts';

/** Is the communication marketing in the sense of 45 CFR 164.501, and why. */
export type Classification =
  | { readonly marketing: true; readonly citations: readonly string[] }
  | {
      readonly marketing: false;
      readonly basis: PermitBasis;
      readonly citations: readonly string[];
      readonly reason: string;
    };

/** 164.501 (2)(ii). Payment by the owner of what is described ends the exception, even at cost. */
const CARE: ReadonlySet<Category> = new Set([
  'treatment',
  'care_coord',
  'alt_treatment',
  'own_service',
  'plan_benefit',
  'value_added',
]);

const NO_PRODUCT: ReadonlySet<Category> = new Set([
  'health_promotion',
  'government_program',
  'payment',
  'operations',
]);

/** 164.501 (2)(i). To speak of alternatives in general, naming none, is within (HHS FAQ 1518). */
const SAME_DRUG: ReadonlySet<DrugRelation> = new Set([
  'same',
  'generic',
  'delivery_system',
  'unnamed',
]);
const LONGEST_LAPSE_DAYS = 90;

const STRICT_OWN: ReadonlySet<Category> = new Set(['own_service', 'value_added']);
const STRICT_CARE: ReadonlySet<Category> = new Set(['treatment', 'care_coord', 'drug_current']);

/**
 * Financial remuneration, 164.501: money from or for the one whose product or service is described.
 * Gifts in kind are none, nor is payment by somebody else, a health plan or a charity.
 */
export function isPaid({ kind, payer }: Remuneration): boolean {
  const money = kind === 'financial_within_cost' || kind === 'financial_above_cost';
  return money && payer === 'product_owner';
}

export function classify(communication: Communication, profile: Profile): Classification {
  const { category, encouragesPurchaseOrUse, remuneration } = communication;
  if (!encouragesPurchaseOrUse) return NO_ENCOURAGEMENT;
  if (profile === 'strict' && isStrictlyMarketing(communication)) return STRICT_MARKETING;
  if (NO_PRODUCT.has(category)) return ABOUT_NO_PRODUCT;
  if (isRefill(communication)) return REFILL;
  if (!isPaid(remuneration) && category === 'drug_current') return UNPAID_TREATMENT;
  if (!isPaid(remuneration) && CARE.has(category)) return CARE_EXCEPTION;
  return category === 'cosmetic_own' ? COSMETIC : MARKETING;
}

function isRefill({ category, drug, remuneration }: Communication): boolean {
  if (category !== 'drug_current' || drug === null) return false;
  const profits = remuneration.kind === 'financial_above_cost' && isPaid(remuneration);
  return SAME_DRUG.has(drug.relation) && drug.lapsedDays <= LONGEST_LAPSE_DAYS && !profits;
}

/** Promotion of one's own, and selection by diagnosis other than for care, count as marketing. */
function isStrictlyMarketing({ category, audienceSelectedBy }: Communication): boolean {
  const byDiagnosis = audienceSelectedBy === 'diagnosis' && !STRICT_CARE.has(category);
  return STRICT_OWN.has(category) || byDiagnosis;
}

const MARKETING: Classification = { marketing: true, citations: ['45 CFR 164.501 marketing (1)'] };

/** Arguable under (2)(ii)(B), as one's own service; this is the careful answer. */
const COSMETIC: Classification = {
  marketing: true,
  citations: ['45 CFR 164.501 marketing (1)', 'product policy: cosmetic services'],
};

const STRICT_MARKETING: Classification = {
  marketing: true,
  citations: ['45 CFR 164.501 marketing (1)', 'product policy: strict profile'],
};

const NO_ENCOURAGEMENT: Classification = {
  marketing: false,
  basis: 'no_encouragement',
  citations: ['45 CFR 164.501 marketing (1)'],
  reason: 'This message informs and does not promote, so it is not marketing.',
};

const ABOUT_NO_PRODUCT: Classification = {
  marketing: false,
  basis: 'no_product',
  citations: ['45 CFR 164.501 marketing (1)'],
  reason: 'This message is about no product or service, so it is not marketing.',
};

const REFILL: Classification = {
  marketing: false,
  basis: 'refill_exception',
  citations: ['45 CFR 164.501 marketing (2)(i)'],
  reason: 'This message is about a drug that the person takes, so it is not marketing.',
};

const UNPAID_TREATMENT: Classification = {
  marketing: false,
  basis: 'unpaid_treatment',
  citations: ['45 CFR 164.501 marketing (2)(ii)(A)'],
  reason: 'This message belongs to the treatment and no maker pays for it, so it is not marketing.',
};

const CARE_EXCEPTION: Classification = {
  marketing: false,
  basis: 'care_exception',
  citations: ['45 CFR 164.501 marketing (2)(ii)'],
  reason: 'This message is about care or your own services, so it is not marketing.',
};
