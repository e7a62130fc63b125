/** Whether DANE is on, and why, in a sentence. `resolver` is POSTERN_RESOLVER. */
export interface DaneStatus {
  readonly on: boolean;
  readonly sentence: string;
}

export function daneStatus(resolver: string | null): DaneStatus {
  return resolver === null
    ? {
        on: false,
        sentence:
          'DANE is off: it needs a validating DNS resolver that the operator names (POSTERN_RESOLVER).',
      }
    : {
        on: true,
        sentence: `DANE is on: the resolver at ${resolver} validates DNSSEC, as the operator vouches.`,
      };
}
