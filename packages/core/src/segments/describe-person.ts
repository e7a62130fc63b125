import { type Channel, KIND_WORDS, type OptOutScope } from '../consent/index.ts';
import type { Finding } from '../hygiene/index.ts';
import type { Known } from './known.ts';
import type {
  EventKind,
  HadEvent,
  InConsent,
  PersonCondition,
  PlainState,
} from './person-condition.ts';
import { spokenDays } from './spoken.ts';

/** A condition on something else than an attribute, in words; with `yes` false, that it is not so. */
export function describePerson(condition: PersonCondition, known: Known, yes: boolean): string {
  const not = (words: string) => (yes ? words : `not ${words}`);
  switch (condition.op) {
    case 'authorizationEnds':
      return `${yes ? 'an' : 'no'} authorization ends ${spokenDays(condition.days)}`;
    case 'event':
      return describeEvent(condition, known, yes);
    case 'consent':
      return describeConsent(condition, known, yes);
    case 'segment': {
      const name = known.segments.get(condition.id)?.name;
      return not(
        name === undefined ? 'in a segment that is not known' : `in the segment “${name}”`,
      );
    }
    case 'sample':
      return not(`in the sample “${condition.seed}” of ${condition.percent} percent`);
    case 'address':
      return ADDRESSES[condition.is][yes ? 0 : 1];
    case 'recentlyMailed': {
      const what = condition.stream === undefined ? 'mailed' : `mailed (${condition.stream})`;
      return not(`${what} ${spokenDays(condition.withinDays, 'last')}`);
    }
  }
}

const ADDRESSES: Readonly<Record<Finding, readonly [string, string]>> = {
  impossible: ['the address cannot exist', 'the address can exist'],
  no_mail: ['the domain of the address takes no mail', 'the domain of the address takes mail'],
  role: ['the address belongs to a post', 'the address belongs to no post'],
  disposable: [
    'the address is given away for minutes',
    'the address is not given away for minutes',
  ],
};

const HAPPENED: Readonly<Record<EventKind, string>> = {
  sent: 'was sent',
  opened: 'was opened',
  clicked: 'had a link clicked',
  read: 'was read on the secure page',
  answered: 'was answered on the secure page',
  unsubscribed: 'led to an unsubscription',
  bounced: 'came back',
  complained: 'led to a complaint',
  auto_replied: 'was answered automatically',
};

function describeEvent(event: HadEvent, known: Known, yes: boolean): string {
  const { kind, campaign, link, withinDays, beforeDays, atLeast = 1 } = event;
  const name = campaign === undefined ? undefined : known.campaigns.get(campaign)?.name;
  const whose =
    campaign === undefined
      ? 'message'
      : name === undefined
        ? 'message of a campaign that is not known'
        : `message of “${name}”`;
  const what = [
    link === undefined ? `${whose} ${HAPPENED[kind]}` : `${whose} had its link ${link} clicked`,
    ...(atLeast > 1 ? [`at least ${atLeast} times`] : []),
    ...(withinDays === undefined ? [] : [spokenDays(withinDays, 'last')]),
    ...(beforeDays === undefined ? [] : [`more than ${beforeDays} days ago`]),
  ].join(' ');
  if (atLeast > 1) return yes ? `a ${what}` : `not (a ${what})`;
  return yes ? `a ${what}` : `no ${what}`;
}

const STATES: Readonly<Record<PlainState, readonly [string, string]>> = {
  restriction: ['a restriction is agreed', 'no restriction is agreed'],
  restriction_asked: ['a restriction is asked for', 'no restriction is asked for'],
  no_email: ['no mail is to be sent, at their wish', 'no wish against all mail'],
  other_address: ['another address is to be used', 'no other address is to be used'],
  prefers_unencrypted: ['unencrypted mail is preferred', 'unencrypted mail is not preferred'],
  complained: ['a complaint was made', 'no complaint was made'],
  deceased: ['deceased', 'not known to be deceased'],
  parent_of_consenting_minor: [
    'the parent of a minor who consents alone',
    'not the parent of a minor who consents alone',
  ],
};

function describeConsent(condition: InConsent, { topics }: Known, yes: boolean): string {
  const not = yes ? '' : 'not ';
  switch (condition.state) {
    case 'opted_out':
      return `${not}opted out of ${scopeWords(condition.scope, topics)}`;
    case 'opted_in':
      return `${not}opted in to ${scopeWords(condition.scope, topics)}`;
    case 'authorized':
      return `${yes ? 'an' : 'no'} authorization for ${KIND_WORDS[condition.kind]} is in force`;
    case 'prefers':
      return `${yes ? 'prefers' : 'does not prefer'} ${CHANNELS[condition.channel]}`;
    default:
      return STATES[condition.state][yes ? 0 : 1];
  }
}

function scopeWords(scope: OptOutScope, topics: Known['topics']): string {
  switch (scope) {
    case 'all_commercial':
      return 'all commercial mail';
    case 'marketing':
    case 'fundraising':
      return scope;
    case 'stream:marketing':
      return 'the stream of marketing';
    case 'stream:transactional':
      return 'the stream of transactional mail';
    default: {
      const id = scope.slice('topic:'.length);
      return `the topic “${topics.get(id) ?? id}”`;
    }
  }
}

const CHANNELS: Readonly<Record<Channel, string>> = {
  email: 'email',
  phone: 'the phone',
  post: 'letters',
  portal: 'the portal',
};
