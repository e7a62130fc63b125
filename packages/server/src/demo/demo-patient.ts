import type { ConsentFact } from '@postern/core/consent';
import type { Attributes } from '@postern/core/values';

/** A person who does not exist. */
export interface DemoPatient {
  /** By the keys of the built-in definitions. */
  readonly attributes: Attributes;
  readonly consents: readonly DemoConsent[];
}

export interface DemoConsent {
  readonly at: Date;
  readonly source: string;
  readonly fact: ConsentFact;
}
