import { forbid, needs, permit, type Rule } from './rule.ts';

/** A regime of its own with an opt-out of its own, 164.514(f). */
export const fundraising: Rule = {
  number: 12,
  find: ({ sender, communication, recipient }) => {
    if (communication.category !== 'fundraising') return null;
    if (recipient.optOuts.includes('fundraising')) {
      return forbid(
        'opted_out_fundraising',
        ['45 CFR 164.514(f)(2)(iv)'],
        'This person has opted out of fundraising.',
      );
    }
    if (!sender.noticeCoversFundraising) {
      return forbid(
        'notice_lacks_fundraising',
        ['45 CFR 164.514(f)(2)(i)', '45 CFR 164.520(b)(1)(iii)(A)'],
        'Your notice of privacy practices does not speak of fundraising.',
      );
    }
    if (!communication.fundraisingOptOutIncluded) {
      return forbid(
        'no_fundraising_opt_out',
        ['45 CFR 164.514(f)(2)(ii)'],
        'The message offers no way to opt out of fundraising.',
      );
    }
    // 514(f)(1) names what may be used: department of service and outcome, but not a diagnosis.
    const { audienceSelectedBy, contentReveals } = communication;
    if (audienceSelectedBy === 'diagnosis' || contentReveals === 'diagnosis') {
      return needs('fundraising_beyond_514f', ['45 CFR 164.514(f)(1)', '45 CFR 164.508(a)(1)']);
    }
    return permit(
      'fundraising',
      ['45 CFR 164.514(f)'],
      'Fundraising is in your notice, and the message offers a way out.',
    );
  },
};
