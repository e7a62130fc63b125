import type { AuthorizationDocument } from '../gate/index.ts';
import type { Day } from '../values/index.ts';

/**
 * What a person allowed, refused or restricted, as it happened: append-only. Today's state, and
 * that of any past moment, is derived (`recipientAt`).
 */
export type ConsentFact =
  | { readonly kind: 'authorization_signed'; readonly document: AuthorizationDocument }
  | { readonly kind: 'authorization_revoked'; readonly documentId: string }
  | {
      readonly kind: 'opted_out' | 'opted_in';
      readonly scope: 'all_commercial' | 'marketing' | 'fundraising';
    }
  | { readonly kind: 'restriction_agreed' | 'restriction_ended' }
  | {
      readonly kind: 'confidential_communication';
      readonly wish: 'no_email' | 'other_address' | 'none';
    }
  | { readonly kind: 'deceased'; readonly on: Day | null }
  | { readonly kind: 'minor_consents_alone'; readonly parent: boolean };

export interface ConsentEvent {
  readonly id: string;
  /** RFC 3339 UTC: when it took effect. */
  readonly at: string;
  /** Where it came from: 'import', 'one-click', 'page', 'staff', 'paper', 'demo'. */
  readonly source: string;
  readonly fact: ConsentFact;
}
