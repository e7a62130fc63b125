import type { ConsentFact } from '@postern/core/consent';

/** What a person allowed, refused or restricted, as it is recorded. */
export interface NewConsent {
  /** Of what comes from another system, so that the same twice is there once; else a new one. */
  readonly id?: string;
  readonly contactId: string;
  readonly fact: ConsentFact;
  /** See `ConsentEvent`. */
  readonly source: string;
  /** Who recorded it: a user's id, 'recipient' for the person themselves, 'system'. */
  readonly actor: string;
  /** When it took effect. */
  readonly at: Date;
  /** Id of the text that they were shown: see `shownText`. */
  readonly shown?: string;
  /** How we know that it was they, sealed (`sealEvidence`): it may name them. */
  readonly evidence?: Buffer;
}
