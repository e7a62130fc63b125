/** The codes of FHIR R4 that we speak, and the names of what FHIR has none for. */
export const SCOPE = 'http://terminology.hl7.org/CodeSystem/consentscope';
export const LOINC = 'http://loinc.org';
export const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
export const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
export const POLICY_CODES = 'http://terminology.hl7.org/CodeSystem/consentpolicycodes';
export const IDENTIFIER_TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';

/** The scope of an opt-out, in our own words. */
export const OWN_SCOPE = 'urn:postern:fhir:scope';
/** What a signed document says, 45 CFR 164.508(c), element by element. */
export const DOCUMENT = 'urn:postern:fhir:authorization';
export const DOCUMENT_ID = 'urn:postern:fhir:document';
export const RECORD_NUMBER = 'urn:postern:fhir:record-number';
/** For whoever has no record number: good in this installation alone. */
export const CONTACT = 'urn:postern:fhir:contact';
export const SHA256 = 'urn:postern:fhir:sha256';

/** Elements of a document that are said or not said. */
export const SAID = [
  'informationDescribed',
  'disclosingPartyNamed',
  'receivingPartyNamed',
  'purposeDescribed',
  'signedByRepresentative',
  'representativeAuthorityDescribed',
  'statesRightToRevoke',
  'statesNoConditioning',
  'statesRedisclosureRisk',
  'statesRemuneration',
  'statesSale',
  'conditionedOnTreatment',
  'knownFalseInformation',
  'copyGiven',
] as const;
