import type { Judgement, Obligation, Permission, Profile, Refusal, RuleNumber } from './answer.ts';
import type { AuthorizationDocument } from './authorization.ts';
import { type Communication, moreRevealing } from './communication.ts';
import { classify } from './marketing.ts';
import { dayOf } from './moment.ts';
import { explainMissing, findDocument, WORDING } from './needs.ts';
import type { Recipient, Sender } from './parties.ts';
import { findFirst } from './procedure.ts';
import type { Needs } from './rules/rule.ts';

export interface Question {
  readonly sender: Sender;
  readonly communication: Communication;
  readonly recipient: Recipient;
  /** RFC 3339. */
  readonly now: string;
}

/**
 * The verdict alone, for audiences of which nothing is sent yet; `decide` gives what lets a message
 * leave. Throws a RangeError when `now` is no time.
 *
 * Strict only adds refusals. Calling more things marketing would also open the doors that marketing
 * has (face to face, a marketing authorization) to what a later rule of the law refuses, so what
 * strict permits, the law has to permit as well.
 */
export function judge(question: Question, profile: Profile): Judgement {
  dayOf(question.now);
  const answer = judgeBy(question, profile);
  if (profile === 'law' || !answer.permitted) return answer;
  const byLaw = judgeBy(question, 'law');
  return byLaw.permitted ? answer : byLaw;
}

function judgeBy(question: Question, profile: Profile): Judgement {
  const { sender, communication, recipient } = question;
  const classification = classify(communication, profile);
  const { rule, finding } = findFirst({ sender, communication, recipient, classification });
  switch (finding.verdict) {
    case 'permit':
      return {
        permitted: true,
        ...finding,
        authorization: null,
        documentId: null,
        rule,
        obligations: obligationsOf(question, null),
      };
    case 'needs':
      return judgeNeed(question, rule, finding);
    default:
      return { permitted: false, ...finding, authorization: null, rule, defects: [] };
  }
}

function judgeNeed(
  question: Question,
  rule: RuleNumber,
  { kind, citations }: Needs,
): Permission | Refusal {
  const { communication, recipient, now } = question;
  const { category, audienceSelectedBy, contentReveals } = communication;
  const need = { kind, category, reveals: moreRevealing(audienceSelectedBy, contentReveals) };
  const found = findDocument(recipient.authorizations, need, now);
  const wording = WORDING[kind];
  if (found.valid !== null) {
    return {
      permitted: true,
      verdict: 'permit_with_authorization',
      authorization: kind,
      documentId: found.valid.id,
      rule,
      basis: 'authorization',
      citations,
      obligations: obligationsOf(question, found.valid),
      reason: wording.given,
    };
  }
  const defects = found.defective.flatMap((document) => document.defects);
  return {
    permitted: false,
    verdict: 'authorization_required',
    authorization: kind,
    rule,
    code: wording.code,
    citations: [...new Set([...citations, ...defects.map(({ citation }) => citation)])],
    reason: explainMissing(wording.missing, found.defective),
    defects: found.defective,
  };
}

/**
 * They come with every permit, whichever rule gives it: another address that was asked for is used
 * even where the message uses no PHI.
 */
function obligationsOf(
  { communication, recipient }: Question,
  document: AuthorizationDocument | null,
): Obligation[] {
  const { channel, usesPhi, deidentified, commercial } = communication;
  const obligations: Obligation[] = [];
  // 164.312(e): in transit, addressable, and this product's answer is always yes.
  if (channel === 'email' && usesPhi && !deidentified) obligations.push('encrypt');
  // 15 USC 7704(a)(1)-(5), 16 CFR 316.5.
  if (commercial) obligations.push('canspam');
  // 164.522(b).
  if (recipient.confidentialCommunication === 'other_address') {
    obligations.push('alternative_address');
  }
  // 164.508(c)(4).
  if (document !== null && !document.copyGiven) obligations.push('provide_copy');
  return obligations;
}
