import type { ConsentFact } from './event.ts';

const SCOPES = {
  all_commercial: 'all commercial mail',
  marketing: 'marketing',
  fundraising: 'fundraising',
} as const;

const WISHES = {
  no_email: 'Asked not to be written to by email',
  other_address: 'Asked to be written to at another address only',
  none: 'Has no wish any more as to how to be written to',
} as const;

/** A fact in plain words, for a person's history: "Opted out of marketing". */
export function consentSentence(fact: ConsentFact): string {
  switch (fact.kind) {
    case 'authorization_signed':
      return 'Authorization put on file';
    case 'authorization_revoked':
      return 'Authorization revoked';
    case 'opted_out':
      return `Opted out of ${SCOPES[fact.scope]}`;
    case 'opted_in':
      return `Opted in to ${SCOPES[fact.scope]}`;
    case 'restriction_agreed':
      return 'Restriction of use agreed to';
    case 'restriction_ended':
      return 'Restriction of use ended';
    case 'confidential_communication':
      return WISHES[fact.wish];
    case 'deceased':
      return fact.on === null ? 'Recorded as deceased' : `Recorded as deceased on ${fact.on}`;
    case 'minor_consents_alone':
      return fact.parent
        ? 'Parent of a minor who consents to a service alone'
        : 'No longer the parent of a minor who consents alone';
  }
}
