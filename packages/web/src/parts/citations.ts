/**
 * What the law says, in our own words: a sentence for each place that a verdict cites. Not the
 * text of the law and not legal advice. Most specific first: the first that a citation begins with
 * speaks for it.
 */
export const SAYS: readonly (readonly [place: string, sentence: string])[] = [
  [
    '45 CFR 160.103',
    'Says what the words of the HIPAA rules mean: who is covered, and what protected health information is.',
  ],
  [
    '45 CFR 164.308(b)',
    'Whoever handles patient data for you must have promised in writing to protect it.',
  ],
  [
    '45 CFR 164.501 marketing (1)',
    'Marketing is a message about a product or service that encourages people to buy or use it.',
  ],
  [
    '45 CFR 164.501 marketing (2)(i)',
    'A reminder about a medicine that somebody takes now is no marketing, as long as payment for it only covers what sending costs.',
  ],
  [
    '45 CFR 164.501 marketing (2)(ii)',
    'Messages about somebody’s care, about your own health services and about what a plan covers are no marketing, unless somebody pays you to send them.',
  ],
  ['45 CFR 164.501', 'Defines marketing, and what is not marketing.'],
  [
    '45 CFR 164.502(a)(5)(ii)',
    'Patient data may not be sold without the patient’s signed authorization.',
  ],
  ['45 CFR 164.502(b)', 'Use no more patient data than the purpose needs.'],
  ['45 CFR 164.502(c)', 'A restriction that you agreed to binds you.'],
  [
    '45 CFR 164.502(e)',
    'Patient data may go to a service provider only under a business associate agreement.',
  ],
  ['45 CFR 164.502(f)', 'The data of somebody who has died stays protected for fifty years.'],
  [
    '45 CFR 164.502(g)(3)',
    'Where a minor may consent to a service alone, a parent does not simply see it.',
  ],
  ['45 CFR 164.502(h)', 'Wishes for confidential communication must be kept.'],
  [
    '45 CFR 164.502(i)',
    'You may use patient data only in ways that your notice of privacy practices tells of.',
  ],
  ['45 CFR 164.504(e)', 'Says what a business associate agreement must contain.'],
  [
    '45 CFR 164.506(c)(1)',
    'You may use patient data for your own treatment, payment and operations.',
  ],
  [
    '45 CFR 164.508(a)(1)',
    'What the rules do not allow otherwise needs the patient’s signed authorization.',
  ],
  ['45 CFR 164.508(a)(2)', 'Psychotherapy notes need an authorization of their own.'],
  [
    '45 CFR 164.508(a)(3)(i)',
    'Marketing needs a signed authorization, except face to face or as a small gift.',
  ],
  [
    '45 CFR 164.508(a)(3)(ii)',
    'Where somebody pays for the marketing, the authorization must say so.',
  ],
  ['45 CFR 164.508(a)(3)', 'Marketing by email needs the patient’s signed authorization.'],
  ['45 CFR 164.508(a)(4)', 'Selling patient data needs an authorization that says it is a sale.'],
  [
    '45 CFR 164.508(b)(2)',
    'An authorization that has expired, was revoked, is incomplete or is false does not count.',
  ],
  ['45 CFR 164.508(b)(3)', 'An authorization may not be mixed with other permissions, save a few.'],
  ['45 CFR 164.508(b)(4)', 'Treatment may not depend on signing an authorization.'],
  ['45 CFR 164.508(b)(5)', 'A patient may revoke an authorization in writing at any time.'],
  [
    '45 CFR 164.508(c)(1)',
    'An authorization names the information, who gives it, who gets it, what for and until when, and is signed and dated.',
  ],
  [
    '45 CFR 164.508(c)(2)',
    'An authorization tells the patient of the right to revoke it, and that what is given out may travel on.',
  ],
  ['45 CFR 164.508(c)(3)', 'An authorization is written in plain language.'],
  ['45 CFR 164.508(c)(4)', 'The patient gets a copy of what was signed.'],
  ['45 CFR 164.508', 'Says when a signed authorization is needed, and what makes it valid.'],
  ['45 CFR 164.514(b)', 'Data from which nobody can be recognized is no longer patient data.'],
  [
    '45 CFR 164.514(f)',
    'For fundraising only some data may be used, the notice must say so, and every message must offer a way out.',
  ],
  ['45 CFR 164.520', 'Says what your notice of privacy practices must tell patients.'],
  [
    '45 CFR 164.522(a)',
    'A patient may ask you to restrict how their data is used; once you agree, it binds you.',
  ],
  ['45 CFR 164.522(b)', 'A patient may ask to be reached in another way or at another place.'],
  ['45 CFR 164.522', 'Patients may ask for restrictions and for confidential communication.'],
  [
    '42 CFR 2.31',
    'Says what a consent to share substance use records must contain; counseling notes need one of their own.',
  ],
  [
    '42 CFR 2.33',
    'Says what substance use records may be used for once the patient has consented.',
  ],
  ['42 CFR 2', 'Substance use treatment records have stricter rules of their own.'],
  [
    '15 USC 7704(a)(4)',
    'After somebody opts out of commercial mail, you may not send them more of it.',
  ],
  [
    '15 USC 7704',
    'Commercial mail has an honest sender and subject, a postal address, and a way to opt out.',
  ],
  ['16 CFR 316.5', 'Opting out must be free, need no more than an email address, and work.'],
  [
    'RCW 19.373',
    'In Washington, health data that HIPAA does not cover may be used only with consent.',
  ],
  [
    'Cal. Civ. Code 56.05',
    'California’s own definition of marketing with medical information, wider than HIPAA’s.',
  ],
  [
    'Cal. Civ. Code 56.10',
    'In California, medical information may not be used for marketing without an authorization.',
  ],
  [
    'Cal. Civ. Code 56.11',
    'Says what an authorization must contain in California: among the rest that it ends, and that the signer has a right to a copy.',
  ],
  [
    'product policy: cosmetic services',
    'Postern treats your own cosmetic services as marketing: the law leaves it open, and this is the careful answer.',
  ],
  [
    'product policy: strict profile',
    'Your organization chose the strict profile: promoting your own services is treated as marketing too.',
  ],
  ['product policy', 'A rule of Postern’s own, more careful than the law.'],
];

/** The sentence for a citation; null when we have none. */
export function paraphrase(citation: string): string | null {
  return SAYS.find(([place]) => citation.startsWith(place))?.[1] ?? null;
}
