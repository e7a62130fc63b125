import { type Day, isDay } from '../values/index.ts';
import type { AuthorizationDocument, AuthorizationKind } from './authorization.ts';
import { type Category, REVEALING, type Revealing } from './communication.ts';
import { dayOf } from './moment.ts';

/** What a message needs a document to allow. */
export interface Need {
  readonly kind: AuthorizationKind;
  readonly category: Category;
  /** The most revealing of what is used, to select or in the content. */
  readonly reveals: Revealing;
}

interface Check {
  readonly code: string;
  readonly citation: string;
  readonly sentence: string;
  readonly fails: (document: AuthorizationDocument, need: Need, today: Day) => boolean;
}

/** 45 CFR 164.508(b)(2)-(4), (c); in the order in which a person would read the document. */
const CHECKS = [
  {
    code: 'wrong_kind',
    citation: '45 CFR 164.508(a)(1)',
    sentence: 'It allows something else.',
    fails: (document, need) => !document.kinds.includes(need.kind),
  },
  {
    code: 'information_missing',
    citation: '45 CFR 164.508(c)(1)(i)',
    sentence: 'It does not say specifically which information may be used.',
    fails: (document) => !document.informationDescribed,
  },
  {
    code: 'scope_too_narrow',
    citation: '45 CFR 164.508(c)(1)(i)',
    sentence: 'It allows less information than this message uses.',
    fails: (document, need) =>
      REVEALING.indexOf(need.reveals) > REVEALING.indexOf(document.informationScope),
  },
  {
    code: 'discloser_missing',
    citation: '45 CFR 164.508(c)(1)(ii)',
    sentence: 'It does not name who may use or disclose the information.',
    fails: (document) => !document.disclosingPartyNamed,
  },
  {
    code: 'receiver_missing',
    citation: '45 CFR 164.508(c)(1)(iii)',
    sentence: 'It does not name who may receive the information.',
    fails: (document) => !document.receivingPartyNamed,
  },
  {
    code: 'purpose_missing',
    citation: '45 CFR 164.508(c)(1)(iv)',
    sentence: 'It does not describe its purpose.',
    fails: (document) => !document.purposeDescribed,
  },
  {
    code: 'other_purpose',
    citation: '45 CFR 164.508(c)(1)(iv)',
    sentence: 'It was signed for messages about something else.',
    fails: (document, need) =>
      document.categories !== null && !document.categories.includes(need.category),
  },
  {
    code: 'expiry_missing',
    citation: '45 CFR 164.508(c)(1)(v)',
    sentence: 'It names no date or event at which it ends.',
    fails: ({ expiry }) => expiry === null || (expiry.kind === 'date' && !isDay(expiry.on)),
  },
  {
    // "None" is an end for research alone, and mail is none.
    code: 'expiry_none',
    citation: '45 CFR 164.508(c)(1)(v)',
    sentence: 'It says that it never ends, which is for research only.',
    fails: ({ expiry }) => expiry?.kind === 'none',
  },
  {
    // Good through the whole of its last day. Days are UTC, so in the United States it ends some
    // hours early rather than late.
    code: 'expired',
    citation: '45 CFR 164.508(b)(2)(i)',
    sentence: 'It has expired.',
    fails: ({ expiry }, _need, today) => expiry?.kind === 'date' && expiry.on < today,
  },
  {
    code: 'event_occurred',
    citation: '45 CFR 164.508(b)(2)(i)',
    sentence: 'The event that ends it has occurred.',
    fails: ({ expiry }) => expiry?.kind === 'event' && expiry.occurredOn !== null,
  },
  {
    code: 'unsigned',
    citation: '45 CFR 164.508(c)(1)(vi)',
    sentence: 'It is not signed and dated.',
    fails: ({ signedOn }) => signedOn === null || !isDay(signedOn),
  },
  {
    code: 'signed_later',
    citation: '45 CFR 164.508(c)(1)(vi)',
    sentence: 'The date beside its signature is still to come.',
    fails: ({ signedOn }, _need, today) => signedOn !== null && signedOn > today,
  },
  {
    code: 'representative_unexplained',
    citation: '45 CFR 164.508(c)(1)(vi)',
    sentence: 'A representative signed it, and it does not say by what authority.',
    fails: (document) =>
      document.signedByRepresentative && !document.representativeAuthorityDescribed,
  },
  {
    code: 'right_to_revoke_missing',
    citation: '45 CFR 164.508(c)(2)(i)',
    sentence: 'It does not state the right to revoke it, and how.',
    fails: (document) => !document.statesRightToRevoke,
  },
  {
    code: 'no_conditioning_missing',
    citation: '45 CFR 164.508(c)(2)(ii)',
    sentence: 'It does not state that treatment does not depend on signing.',
    fails: (document) => !document.statesNoConditioning,
  },
  {
    code: 'redisclosure_missing',
    citation: '45 CFR 164.508(c)(2)(iii)',
    sentence: 'It does not state that what is disclosed may be disclosed again.',
    fails: (document) => !document.statesRedisclosureRisk,
  },
  {
    code: 'payment_unstated',
    citation: '45 CFR 164.508(a)(3)(ii)',
    sentence: 'It does not state that the message is paid for.',
    fails: (document, need) =>
      need.kind === 'marketing_remunerated' && !document.statesRemuneration,
  },
  {
    code: 'sale_unstated',
    citation: '45 CFR 164.508(a)(4)(ii)',
    sentence: 'It does not state that the information is sold.',
    fails: (document, need) => need.kind === 'sale_of_phi' && !document.statesSale,
  },
  {
    // Whenever: a clock that runs behind must not revive it.
    code: 'revoked',
    citation: '45 CFR 164.508(b)(2)(iii)',
    sentence: 'It has been revoked.',
    fails: (document) => document.revokedAt !== null,
  },
  {
    code: 'combined_with_treatment_consent',
    citation: '45 CFR 164.508(b)(3)',
    sentence: 'It is combined with a consent to treatment.',
    fails: (document) => document.combinedWith === 'treatment_consent',
  },
  {
    // The compound itself is forbidden, so it is void for its other kinds too.
    code: 'psychotherapy_notes_combined',
    citation: '45 CFR 164.508(b)(3)(ii)',
    sentence: 'It combines psychotherapy notes with something else; they need their own document.',
    fails: (document) => combines(document, 'psychotherapy_notes'),
  },
  {
    // Part 2 says this of the consent to the notes; HIPAA does not void the rest for it.
    code: 'sud_counseling_notes_combined',
    citation: '42 CFR 2.31(b)',
    sentence:
      'It combines substance-use counseling notes with something else; they need their own document.',
    fails: (document, need) =>
      need.kind === 'sud_counseling_notes' && combines(document, 'sud_counseling_notes'),
  },
  {
    code: 'conditioned_on_treatment',
    citation: '45 CFR 164.508(b)(4)',
    sentence: 'Treatment was made to depend on signing it.',
    fails: (document) => document.conditionedOnTreatment,
  },
  {
    code: 'known_false',
    citation: '45 CFR 164.508(b)(2)(v)',
    sentence: 'Something in it is known to be false.',
    fails: (document) => document.knownFalseInformation,
  },
] as const satisfies readonly Check[];

export type DefectCode = (typeof CHECKS)[number]['code'];

/** One way in which a document falls short; the sentence speaks of the document as "it". */
export interface Defect {
  readonly code: DefectCode;
  readonly citation: string;
  readonly sentence: string;
}

/**
 * Why the document does not allow what is needed at `now` (RFC 3339); empty when it is valid.
 * A copy that was not given is no defect but a duty, 45 CFR 164.508(c)(4).
 */
export function defectsOf(document: AuthorizationDocument, need: Need, now: string): Defect[] {
  const today = dayOf(now);
  return CHECKS.filter((check: Check) => check.fails(document, need, today)).map(
    ({ code, citation, sentence }) => ({ code, citation, sentence }),
  );
}

function combines(document: AuthorizationDocument, kind: AuthorizationKind): boolean {
  const others = document.combinedWith !== null || document.kinds.some((other) => other !== kind);
  return document.kinds.includes(kind) && others;
}
