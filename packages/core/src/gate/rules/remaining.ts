import { livesIn, optedOutOfMarketing } from '../parties.ts';
import { forbid, needs, permit, type Rule } from './rule.ts';

/**
 * California counts gifts and subsidies as remuneration, from whomever, where HIPAA counts money
 * alone. Open in law; this is the careful answer. Marketing never comes this far.
 */
export const californiaInKind: Rule = {
  number: 17,
  find: ({ communication, recipient }) =>
    communication.remuneration.kind === 'in_kind' &&
    communication.encouragesPurchaseOrUse &&
    livesIn(recipient, 'CA')
      ? needs('cmia_auth', ['Cal. Civ. Code 56.05', 'Cal. Civ. Code 56.10(d)'])
      : null,
};

/** CAN-SPAM asks what the mail is for, not what HIPAA calls it. */
export const commercialRefused: Rule = {
  number: 18,
  find: ({ communication, recipient }) =>
    communication.commercial && optedOutOfMarketing(recipient)
      ? forbid(
          'opted_out_marketing',
          ['15 USC 7704(a)(4)'],
          'This person has opted out of marketing, and this message is commercial.',
        )
      : null,
};

export const notInNotice: Rule = {
  number: 19,
  find: ({ sender }) =>
    sender.noticeCoversUse
      ? null
      : forbid(
          'notice_lacks_use',
          ['45 CFR 164.502(i)'],
          'Your notice of privacy practices does not speak of this use.',
        ),
};

/**
 * Treatment, payment and operations. Minimum necessary (164.502(b)) still binds the selection and
 * who of the staff sees it. Answers whatever comes this far: marketing ended at rule 16.
 */
export const notMarketing: Rule = {
  number: 20,
  find: ({ classification }) =>
    classification.marketing
      ? null
      : permit(
          classification.basis,
          ['45 CFR 164.506(c)(1)', ...classification.citations],
          classification.reason,
        ),
};
