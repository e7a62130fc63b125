import { AUTHORIZATION_KINDS, CATEGORIES, COMBINATIONS, REVEALING } from '@postern/core/gate';
import { Day, Name, nullable, object, Type, words } from './common.ts';

const list = <const T extends readonly string[]>(values: T) =>
  Type.Array(words(values), { minItems: 1, uniqueItems: true });

/**
 * What a signed paper says, 45 CFR 164.508(c), as somebody read it off. One with an element missing
 * is taken too: it is on file, and is shown as not valid with the reason.
 */
export const SignedDocument = object({
  kinds: list(AUTHORIZATION_KINDS),
  /** What its messages may be about; null for everything. */
  categories: nullable(list(CATEGORIES)),
  /** The most revealing information that it allows to use. */
  informationScope: words(REVEALING),
  signedOn: Day,
  /** When it says that it ends; `none` is what was written, null is a field left blank. */
  expiry: nullable(
    Type.Union([
      object({ kind: Type.Literal('date'), on: Day }),
      object({ kind: Type.Literal('event'), name: Name(200) }),
      object({ kind: Type.Literal('none') }),
    ]),
  ),
  informationDescribed: Type.Boolean(),
  disclosingPartyNamed: Type.Boolean(),
  receivingPartyNamed: Type.Boolean(),
  purposeDescribed: Type.Boolean(),
  statesRightToRevoke: Type.Boolean(),
  statesNoConditioning: Type.Boolean(),
  statesRedisclosureRisk: Type.Boolean(),
  statesRemuneration: Type.Boolean(),
  statesSale: Type.Boolean(),
  signedByRepresentative: Type.Boolean(),
  representativeAuthorityDescribed: Type.Boolean(),
  conditionedOnTreatment: Type.Boolean(),
  knownFalseInformation: Type.Boolean(),
  /** What else stands on the same paper. */
  combinedWith: nullable(words(COMBINATIONS)),
  copyGiven: Type.Boolean(),
});
