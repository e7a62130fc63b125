import { isState } from '../values/index.ts';
import { AUTHORIZATION_KINDS, COMBINATIONS } from './authorization.ts';
import {
  CATEGORIES,
  CHANNELS,
  DISCLOSED_TO,
  DRUG_RELATIONS,
  PAYERS,
  REMUNERATION_KINDS,
  REVEALING,
  SPECIAL_RECORDS,
} from './communication.ts';
import { CONFIDENTIAL_COMMUNICATIONS, OPT_OUTS, SENDER_KINDS } from './parties.ts';
import {
  bool,
  listOf,
  misfit,
  nullOr,
  objectOf,
  oneOf,
  type ReadBy,
  type Reader,
  wholeNumber,
} from './shape.ts';

/** The form of an input in a conformance file, field by field. */

const sender = objectOf({
  kind: oneOf(SENDER_KINDS),
  part2Program: bool,
  noticeCoversUse: bool,
  noticeCoversFundraising: bool,
});

const describedCommunication = objectOf({
  channel: oneOf(CHANNELS),
  commercial: bool,
  category: oneOf(CATEGORIES),
  encouragesPurchaseOrUse: bool,
  drug: nullOr(objectOf({ relation: oneOf(DRUG_RELATIONS), lapsedDays: wholeNumber })),
  remuneration: objectOf({ kind: oneOf(REMUNERATION_KINDS), payer: oneOf(PAYERS) }),
  usesPhi: bool,
  deidentified: bool,
  audienceSelectedBy: oneOf(REVEALING),
  contentReveals: oneOf(REVEALING),
  specialRecords: nullOr(oneOf(SPECIAL_RECORDS)),
  disclosedTo: oneOf(DISCLOSED_TO),
  disclosurePaid: bool,
  processorsUnderBaa: bool,
  thirdPartyTracker: nullOr(oneOf(['no_baa'])),
  fundraisingOptOutIncluded: bool,
});

const communication: typeof describedCommunication = (value, path) => {
  const read = describedCommunication(value, path);
  if (read.category === 'drug_current' && read.drug === null) {
    misfit(`${path}.drug`, 'an object, as the category is drug_current', null);
  }
  return read;
};

const state: Reader<string> = (value, path) =>
  typeof value === 'string' && isState(value)
    ? value
    : misfit(path, 'the two-letter code of a state, in capitals', value);

const authorization = objectOf({
  informationDescribed: bool,
  disclosingPartyNamed: bool,
  receivingPartyNamed: bool,
  purposeDescribed: bool,
  signedAndDated: bool,
  statesRightToRevoke: bool,
  statesNoConditioning: bool,
  statesRedisclosureRisk: bool,
  expiry: nullOr(oneOf(['future', 'past', 'event_occurred', 'none'])),
  statesRemuneration: bool,
  statesSale: bool,
  kinds: listOf(oneOf(AUTHORIZATION_KINDS)),
  revoked: bool,
  knownFalseInformation: bool,
  signedByRepresentative: bool,
  representativeAuthorityDescribed: bool,
  conditionedOnTreatment: bool,
  combinedWith: nullOr(oneOf(COMBINATIONS)),
  informationScope: oneOf(REVEALING),
  categories: nullOr(listOf(oneOf(CATEGORIES))),
  copyGiven: bool,
});
export type CaseAuthorization = ReadBy<typeof authorization>;

const recipient = objectOf({
  state: nullOr(state),
  optOut: nullOr(oneOf(OPT_OUTS)),
  restriction: nullOr(oneOf(['agreed'])),
  confidentialCommunication: nullOr(oneOf(CONFIDENTIAL_COMMUNICATIONS)),
  parentOfConsentingMinor: bool,
  deceased: bool,
  authorizations: listOf(authorization),
});

export const readInput = objectOf({ sender, communication, recipient });
export type CaseInput = ReadBy<typeof readInput>;
