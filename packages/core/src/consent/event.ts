import type { AuthorizationDocument, AuthorizationKind, OptOut } from '../gate/index.ts';
import type { Day } from '../values/index.ts';

/** The two ways on which mail leaves; a person may leave either. */
export const STREAMS = ['marketing', 'transactional'] as const;
export type LeftStream = (typeof STREAMS)[number];

/** What one can opt out of: the gate's own scopes, a topic of the organization, or a stream. */
export type OptOutScope = OptOut | `topic:${string}` | `stream:${LeftStream}`;

/** How somebody would rather hear from the sender. */
export const CHANNELS = ['email', 'phone', 'post', 'portal'] as const;
export type Channel = (typeof CHANNELS)[number];

export const PERIODS = ['day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/**
 * What a person allowed, refused or restricted, as it happened: append-only. Today's state, and
 * that of any past moment, is derived (`recipientAt`, `wishesAt`).
 */
export type ConsentFact =
  | { readonly kind: 'authorization_signed'; readonly document: AuthorizationDocument }
  | { readonly kind: 'authorization_revoked'; readonly documentId: string }
  /** By its date, or since the event that it names has come: 45 CFR 164.508(c)(1)(v). */
  | {
      readonly kind: 'authorization_expired';
      readonly documentId: string;
      readonly because: 'date' | 'event';
      readonly on: Day;
    }
  /**
   * Of somebody who was deleted and is on file again: until when documents of a kind, whatever their
   * ids are now, are revoked (45 CFR 164.508(b)(5)). RFC 3339.
   */
  | {
      readonly kind: 'earlier_revoked';
      readonly documents: AuthorizationKind | 'other';
      readonly until: string;
    }
  /** 45 CFR 164.508(c)(4). In old ledgers the same document stands a second time instead. */
  | { readonly kind: 'copy_given'; readonly documentId: string }
  | { readonly kind: 'opted_out' | 'opted_in'; readonly scope: OptOutScope }
  /** 45 CFR 164.522(a): asked for by the person, then agreed to or declined by the organization. */
  | {
      readonly kind:
        | 'restriction_requested'
        | 'restriction_agreed'
        | 'restriction_declined'
        | 'restriction_ended';
    }
  /** 45 CFR 164.522(b). The other address itself is sealed beside the event. */
  | {
      readonly kind: 'confidential_communication';
      readonly wish: 'no_email' | 'other_address' | 'none';
    }
  /** After the warning that unencrypted mail can be read on its way; it ends no duty of ours. */
  | { readonly kind: 'unencrypted_mail'; readonly prefers: boolean }
  | { readonly kind: 'deceased'; readonly on: Day | null }
  | { readonly kind: 'minor_consents_alone'; readonly parent: boolean }
  /** By the button of their mail program, or in words. */
  | { readonly kind: 'complained' }
  /** At most so many messages of marketing in a period; null: as often as the sender does. */
  | { readonly kind: 'frequency_chosen'; readonly most: number | null; readonly period: Period }
  | { readonly kind: 'channel_chosen'; readonly channel: Channel }
  /** A language tag of two or three letters: RFC 5646 section 2.2.1. */
  | { readonly kind: 'language_chosen'; readonly language: string };

export interface ConsentEvent {
  readonly id: string;
  /** RFC 3339 UTC: when it took effect. */
  readonly at: string;
  /**
   * Where it came from: 'import', 'one-click', 'page', 'staff', 'paper', 'tablet', 'complaint',
   * 'expiry', 'kept' (of somebody who was deleted), 'merge', 'fhir', 'sign_up', 'demo'.
   */
  readonly source: string;
  readonly fact: ConsentFact;
}
