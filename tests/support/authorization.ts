import type { AuthorizationDocument } from '../../packages/core/src/gate/index.ts';

/** A signed document with all that 45 CFR 164.508(c) asks for, but for what is said. */
export const authorization = (
  some: Partial<AuthorizationDocument> = {},
): AuthorizationDocument => ({
  id: 'signed',
  kinds: ['marketing'],
  categories: null,
  informationScope: 'diagnosis',
  informationDescribed: true,
  disclosingPartyNamed: true,
  receivingPartyNamed: true,
  purposeDescribed: true,
  expiry: { kind: 'date', on: '2099-12-31' },
  signedOn: '2026-01-01',
  signedByRepresentative: false,
  representativeAuthorityDescribed: false,
  statesRightToRevoke: true,
  statesNoConditioning: true,
  statesRedisclosureRisk: true,
  statesRemuneration: false,
  statesSale: false,
  combinedWith: null,
  conditionedOnTreatment: false,
  knownFalseInformation: false,
  revokedAt: null,
  copyGiven: true,
  ...some,
});

/** The same as staff reads it off a paper. */
export function paper(some: Partial<AuthorizationDocument> = {}) {
  const { id: _, revokedAt: _not, ...read } = authorization(some);
  return read;
}
