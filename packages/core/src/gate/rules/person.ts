import { forbid, type Rule } from './rule.ts';

/** Nothing is sent to the dead; their information stays protected for 50 years, 164.502(f). */
export const deceased: Rule = {
  number: 1,
  find: ({ recipient }) =>
    recipient.deceased
      ? forbid(
          'deceased',
          ['product policy', '45 CFR 164.502(f)'],
          'This person is recorded as deceased.',
        )
      : null,
};

/** Before all else that could allow: no document on file undoes a request to stop. */
export const allCommercialRefused: Rule = {
  number: 2,
  find: ({ communication, recipient }) =>
    communication.commercial && recipient.optOuts.includes('all_commercial')
      ? forbid(
          'opted_out_all',
          ['15 USC 7704(a)(4)'],
          'This person has asked for no commercial mail.',
        )
      : null,
};

/** What a covered entity agreed to binds it, whatever else would allow the use. */
export const restrictionAgreed: Rule = {
  number: 6,
  find: ({ recipient }) =>
    recipient.restriction === 'agreed'
      ? forbid(
          'restriction',
          ['45 CFR 164.522(a)(1)(iii)', '45 CFR 164.502(c)'],
          'You agreed with this person not to use their information in this way.',
        )
      : null,
};

/** The other request, for another address, is a duty that comes with a permit. */
export const noEmailAsked: Rule = {
  number: 7,
  find: ({ communication, recipient }) =>
    recipient.confidentialCommunication === 'no_email' && communication.channel === 'email'
      ? forbid(
          'no_email',
          ['45 CFR 164.522(b)', '45 CFR 164.502(h)'],
          'This person has asked not to be written to by email.',
        )
      : null,
};

/** State law says who may know; only a person can tell. */
export const minorConsentsAlone: Rule = {
  number: 8,
  find: ({ recipient }) =>
    recipient.parentOfConsentingMinor
      ? {
          verdict: 'review',
          code: 'minor_consents',
          citations: ['45 CFR 164.502(g)(3)'],
          reason:
            'This is a parent, and the service is one that the minor may choose alone: somebody has to look at it.',
        }
      : null,
};
