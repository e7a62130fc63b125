import { describe, expect, it } from 'vitest';
import type { AuthorizationDocument } from '../gate/index.ts';
import { consentSentence } from './consent-sentence.ts';

const DOCUMENT: AuthorizationDocument = {
  id: 'signed',
  kinds: ['marketing', 'sale_of_phi'],
  categories: null,
  informationScope: 'service',
  informationDescribed: true,
  disclosingPartyNamed: true,
  receivingPartyNamed: true,
  purposeDescribed: true,
  expiry: { kind: 'date', on: '2030-12-31' },
  signedOn: '2026-01-05',
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
  copyGiven: false,
};

describe('a signed authorization in a history', () => {
  it('says what it is for', () => {
    expect(consentSentence({ kind: 'authorization_signed', document: DOCUMENT })).toBe(
      'Authorization put on file: marketing, sale of phi',
    );
  });

  it('reads otherwise from when its signer has the copy', () => {
    const document = { ...DOCUMENT, copyGiven: true };
    expect(consentSentence({ kind: 'authorization_signed', document })).toBe(
      'Authorization put on file: marketing, sale of phi; its copy was given',
    );
  });
});
