import { livesIn, optedOutOfMarketing } from '../parties.ts';
import { forbid, needs, permit, type Rule } from './rule.ts';

/**
 * No PHI, or only what is de-identified: HIPAA has no say. Washington's My Health My Data Act has,
 * over senders that HIPAA does not bind (RCW 19.373.100 exempts PHI).
 */
export const outsideHipaa: Rule = {
  number: 3,
  find: ({ sender, communication, recipient }) => {
    if (communication.usesPhi && !communication.deidentified) return null;
    const { audienceSelectedBy } = communication;
    const byHealth = audienceSelectedBy === 'service' || audienceSelectedBy === 'diagnosis';
    if (sender.kind === 'not_covered' && byHealth && livesIn(recipient, 'WA')) {
      return needs('mhmda_consent', ['RCW 19.373.030']);
    }
    if (communication.commercial && optedOutOfMarketing(recipient)) {
      return forbid(
        'opted_out_marketing',
        ['15 USC 7704(a)(4)'],
        'This person has opted out of marketing.',
      );
    }
    return permit(
      'no_phi',
      communication.usesPhi ? ['45 CFR 164.514(b)'] : ['45 CFR 160.103'],
      'This message uses no protected health information.',
    );
  },
};

/** The patient's own authorization does not cure it: it allows a use, not an unbound processor. */
export const processorWithoutAgreement: Rule = {
  number: 4,
  find: ({ communication }) =>
    communication.processorsUnderBaa
      ? null
      : forbid(
          'no_baa',
          ['45 CFR 164.502(e)', '45 CFR 164.504(e)', '45 CFR 164.308(b)'],
          'A service that handles this message has signed no business associate agreement.',
        ),
};

export const trackerWithoutAgreement: Rule = {
  number: 5,
  find: ({ communication }) =>
    communication.thirdPartyTracker === 'no_baa'
      ? forbid(
          'tracker',
          ['45 CFR 164.502(e)', '45 CFR 164.504(e)'],
          'A tracker in this message would tell a company without an agreement who the person is.',
        )
      : null,
};
