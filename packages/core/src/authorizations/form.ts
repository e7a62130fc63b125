import {
  AUTHORIZATION_KINDS,
  type AuthorizationKind,
  type Category,
  type Revealing,
} from '../gate/index.ts';
import type { Day } from '../values/index.ts';

/** What a form can be for: a kind that the gate asks for, or a story that is published. */
export const FORM_KINDS = [...AUTHORIZATION_KINDS, 'testimonial'] as const;
export type FormKind = AuthorizationKind | 'testimonial';

/** When the document ends: 45 CFR 164.508(c)(1)(v). */
export type FormExpiry =
  | { readonly kind: 'date'; readonly on: Day }
  /** So many months after the day of the signature. */
  | { readonly kind: 'after'; readonly months: number }
  /** `name` stands in the document; what it means on file is `attribute` having `value`. */
  | {
      readonly kind: 'event';
      readonly name: string;
      readonly when: { readonly attribute: string; readonly value: string } | null;
    };

/** Where a story may be shown, and how it is taken down again. */
export interface Testimonial {
  /** 'website', 'print', ... in words. */
  readonly channels: readonly string[];
  readonly platforms: readonly string[];
  /** How long it stays up, in months. */
  readonly months: number;
  /** How the person has it removed. */
  readonly removal: string;
}

/**
 * The content of one version of a form of authorization, as it is written by a person and read by
 * another: 45 CFR 164.508(c), 42 CFR 2.31 and RCW 19.373.030 say what it has to hold (`faultsOf`).
 * Plain JSON. Empty texts are kept as they are: a draft is unfinished.
 */
export interface AuthorizationForm {
  readonly title: string;
  /** A language tag; the statements are in it. */
  readonly language: string;
  readonly kinds: readonly FormKind[];
  /** What it is for, in a few sentences before all else. */
  readonly introduction: string;
  /** The information described, in words that its reader understands. */
  readonly information: string;
  /** The most revealing class of it. */
  readonly informationScope: Revealing;
  /** Keys of the attributes that are meant. */
  readonly attributes: readonly string[];
  /** Who uses or discloses it. */
  readonly discloser: string;
  /** Who receives it. */
  readonly receiver: string;
  /** Each purpose, in words. */
  readonly purpose: string;
  /** The same as categories of messages; null for all. */
  readonly categories: readonly Category[] | null;
  readonly expiry: FormExpiry | null;
  readonly statements: {
    /** That it can be revoked, and how. */
    readonly revocation: string;
    /** That care does not depend on signing. */
    readonly noConditioning: string;
    /** That what is disclosed may be disclosed again. */
    readonly redisclosure: string;
    /** Who pays for the messages; empty where nobody does. */
    readonly remuneration: string;
    /** That the information is sold; empty where it is not. */
    readonly sale: string;
    /**
     * That a person may choose to get no fundraising mail, 42 CFR 2.31(a)(5)(iii); empty where nobody
     * asks for gifts.
     */
    readonly fundraising: string;
    /** That the signer gets a copy: Cal. Civ. Code 56.11; a duty elsewhere, 45 CFR 164.508(c)(4). */
    readonly copy: string;
  };
  readonly testimonial: Testimonial | null;
}
