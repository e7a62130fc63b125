import type { AuthorizationDocument } from '../gate/index.ts';
import type { ConsentFact, OptOutScope } from './event.ts';
import { KIND_WORDS } from './kind-words.ts';

const SCOPES = {
  all_commercial: 'all commercial mail',
  marketing: 'marketing',
  fundraising: 'fundraising',
  'stream:marketing': 'everything of the marketing stream',
  'stream:transactional': 'everything of the transactional stream',
} as const;

const WISHES = {
  no_email: 'Asked not to be written to by email',
  other_address: 'Asked to be written to at another address only',
  none: 'Has no wish any more as to how to be written to',
} as const;

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' });

/**
 * A fact in plain words, for a person's history: "Opted out of marketing". `topicName` gives the name
 * of a topic by its id, null of one that is not known.
 */
export function consentSentence(
  fact: ConsentFact,
  topicName: (id: string) => string | null = () => null,
): string {
  switch (fact.kind) {
    case 'authorization_signed':
      return signedWords(fact.document);
    case 'authorization_revoked':
      return 'Authorization revoked';
    case 'authorization_expired':
      return fact.because === 'date'
        ? `Authorization ended on ${fact.on}, the date that it states`
        : `Authorization ended on ${fact.on}: the event that it names has come`;
    case 'earlier_revoked': {
      const what =
        fact.documents === 'other' ? 'of another kind' : `for ${KIND_WORDS[fact.documents]}`;
      return `Had revoked authorizations ${what} until ${fact.until.slice(0, 10)}, in a record that was deleted`;
    }
    case 'copy_given':
      return 'Copy of the authorization given';
    case 'opted_out':
      return `Opted out of ${scopeWords(fact.scope, topicName)}`;
    case 'opted_in':
      return `Opted in to ${scopeWords(fact.scope, topicName)}`;
    case 'restriction_requested':
      return 'Asked for a restriction of use';
    case 'restriction_agreed':
      return 'Restriction of use agreed to';
    case 'restriction_declined':
      return 'Restriction of use declined';
    case 'restriction_ended':
      return 'Restriction of use ended';
    case 'confidential_communication':
      return WISHES[fact.wish];
    case 'unencrypted_mail':
      return fact.prefers
        ? 'Was warned of unencrypted mail, and prefers it'
        : 'Does not want unencrypted mail';
    case 'deceased':
      return fact.on === null ? 'Recorded as deceased' : `Recorded as deceased on ${fact.on}`;
    case 'minor_consents_alone':
      return fact.parent
        ? 'Parent of a minor who consents to a service alone'
        : 'No longer the parent of a minor who consents alone';
    case 'complained':
      return 'Complained about mail, and is opted out of marketing';
    case 'frequency_chosen':
      return fact.most === null
        ? 'Has no wish any more as to how often to be written to'
        : `Wants at most ${fact.most} marketing ${fact.most === 1 ? 'message' : 'messages'} a ${fact.period}`;
    case 'channel_chosen':
      return `Would rather be reached by ${fact.channel === 'portal' ? 'the portal' : fact.channel}`;
    case 'language_chosen':
      return `Would rather read ${LANGUAGES.of(fact.language)}`;
  }
}

function scopeWords(scope: OptOutScope, topicName: (id: string) => string | null): string {
  if (!scope.startsWith('topic:')) return SCOPES[scope as keyof typeof SCOPES];
  const name = topicName(scope.slice('topic:'.length));
  return name === null ? 'a topic' : `the topic “${name}”`;
}

/** In an old ledger a document stands twice where its signer got the copy later: 164.508(c)(4). */
function signedWords({ kinds, copyGiven }: AuthorizationDocument): string {
  const what = kinds.length === 0 ? '' : `: ${kinds.map((kind) => KIND_WORDS[kind]).join(', ')}`;
  return `Authorization put on file${what}${copyGiven ? '; its copy was given' : ''}`;
}
