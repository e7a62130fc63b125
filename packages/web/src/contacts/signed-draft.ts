import type { About } from '../campaigns/interview.ts';
import type { Kind, Scope, SignedDocument } from './authorization-words.ts';

export type Ends = 'date' | 'event' | 'none' | 'blank';

/** A paper as far as it has been read off. */
export interface SignedDraft {
  readonly kinds: readonly Kind[];
  readonly purposes: 'all' | 'chosen' | null;
  readonly categories: readonly About[];
  readonly scope: Scope | null;
  /** 'YYYY-MM-DD', or empty. */
  readonly signedOn: string;
  readonly ends: Ends | null;
  readonly endsOn: string;
  readonly endsWith: string;
  /** Names of the statements and circumstances that were checked. */
  readonly checked: readonly string[];
  readonly combinedWith: NonNullable<SignedDocument['combinedWith']> | 'nothing' | null;
}

/** Says nothing that nobody has read off the paper. */
export const EMPTY: SignedDraft = {
  kinds: [],
  purposes: null,
  categories: [],
  scope: null,
  signedOn: '',
  ends: null,
  endsOn: '',
  endsWith: '',
  checked: [],
  combinedWith: null,
};

type Slips = Partial<
  Record<
    | 'kinds'
    | 'purposes'
    | 'categories'
    | 'scope'
    | 'signedOn'
    | 'ends'
    | 'endsOn'
    | 'endsWith'
    | 'combinedWith',
    string
  >
>;

/** What has to be filled in before it can be kept; a day that does not exist reads as empty. */
export function slipsOf(draft: SignedDraft): Slips {
  const { kinds, purposes, categories, scope, signedOn, ends, endsOn, endsWith } = draft;
  return {
    ...(kinds.length === 0 && { kinds: 'Choose what it allows.' }),
    ...(purposes === null && { purposes: 'Choose for which purposes.' }),
    ...(purposes === 'chosen' && categories.length === 0 && { categories: 'Choose what for.' }),
    ...(scope === null && { scope: 'Choose which information it is about.' }),
    ...(signedOn === '' && { signedOn: 'Enter the day beside the signature.' }),
    ...(ends === null && { ends: 'Choose when it ends.' }),
    ...(ends === 'date' && endsOn === '' && { endsOn: 'Enter the day on which it ends.' }),
    ...(ends === 'event' && endsWith.trim() === '' && { endsWith: 'Enter what ends it.' }),
    ...(draft.combinedWith === null && { combinedWith: 'Choose what else stands on it.' }),
  };
}

/** The paper as it is kept; null while something has to be filled in. */
export function documentOf(draft: SignedDraft): SignedDocument | null {
  const { kinds, checked, combinedWith, scope, ends } = draft;
  if (scope === null || ends === null || Object.keys(slipsOf(draft)).length > 0) return null;
  const says = (flag: string) => checked.includes(flag);
  return {
    kinds: [...kinds],
    categories: draft.purposes === 'all' ? null : [...draft.categories],
    informationScope: scope,
    signedOn: draft.signedOn,
    expiry: expiryOf(draft, ends),
    informationDescribed: says('informationDescribed'),
    disclosingPartyNamed: says('disclosingPartyNamed'),
    receivingPartyNamed: says('receivingPartyNamed'),
    purposeDescribed: says('purposeDescribed'),
    statesRightToRevoke: says('statesRightToRevoke'),
    statesNoConditioning: says('statesNoConditioning'),
    statesRedisclosureRisk: says('statesRedisclosureRisk'),
    statesRemuneration: kinds.includes('marketing_remunerated') && says('statesRemuneration'),
    statesSale: kinds.includes('sale_of_phi') && says('statesSale'),
    signedByRepresentative: says('signedByRepresentative'),
    representativeAuthorityDescribed:
      says('signedByRepresentative') && says('representativeAuthorityDescribed'),
    conditionedOnTreatment: says('conditionedOnTreatment'),
    knownFalseInformation: says('knownFalseInformation'),
    combinedWith: combinedWith === 'nothing' ? null : combinedWith,
    copyGiven: says('copyGiven'),
  };
}

function expiryOf({ endsOn, endsWith }: SignedDraft, ends: Ends): SignedDocument['expiry'] {
  switch (ends) {
    case 'date':
      return { kind: 'date', on: endsOn };
    case 'event':
      return { kind: 'event', name: endsWith.trim() };
    case 'none':
      return { kind: 'none' };
    case 'blank':
      return null;
  }
}
