import type { About } from '../campaigns/interview.ts';
import type { Kind, Scope, SignedDocument } from './authorization-words.ts';

export type Ends = 'date' | 'event' | 'none' | 'blank';

/** A paper as far as it has been read off. */
export interface SignedDraft {
  readonly kinds: readonly Kind[];
  readonly purposes: 'all' | 'chosen';
  readonly categories: readonly About[];
  readonly scope: Scope;
  /** 'YYYY-MM-DD', or empty. */
  readonly signedOn: string;
  readonly ends: Ends;
  readonly endsOn: string;
  readonly endsWith: string;
  /** Names of the statements and circumstances that were checked. */
  readonly checked: readonly string[];
  readonly combinedWith: NonNullable<SignedDocument['combinedWith']> | 'nothing';
}

/** Allows the least until somebody reads more off the paper. */
export const EMPTY: SignedDraft = {
  kinds: ['marketing'],
  purposes: 'all',
  categories: [],
  scope: 'contact',
  signedOn: '',
  ends: 'date',
  endsOn: '',
  endsWith: '',
  checked: [],
  combinedWith: 'nothing',
};

type Slips = Partial<Record<'kinds' | 'categories' | 'signedOn' | 'endsOn' | 'endsWith', string>>;

/** What has to be filled in before it can be kept; a day that does not exist reads as empty. */
export function slipsOf(draft: SignedDraft): Slips {
  const { kinds, purposes, categories, signedOn, ends, endsOn, endsWith } = draft;
  return {
    ...(kinds.length === 0 && { kinds: 'Choose what it allows.' }),
    ...(purposes === 'chosen' && categories.length === 0 && { categories: 'Choose what for.' }),
    ...(signedOn === '' && { signedOn: 'Enter the day beside the signature.' }),
    ...(ends === 'date' && endsOn === '' && { endsOn: 'Enter the day on which it ends.' }),
    ...(ends === 'event' && endsWith.trim() === '' && { endsWith: 'Enter what ends it.' }),
  };
}

/** The paper as it is kept. */
export function documentOf(draft: SignedDraft): SignedDocument {
  const { kinds, checked, combinedWith } = draft;
  const says = (flag: string) => checked.includes(flag);
  return {
    kinds: [...kinds],
    categories: draft.purposes === 'all' ? null : [...draft.categories],
    informationScope: draft.scope,
    signedOn: draft.signedOn,
    expiry: expiryOf(draft),
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

function expiryOf({ ends, endsOn, endsWith }: SignedDraft): SignedDocument['expiry'] {
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
