import type {
  Channel,
  ConsentState,
  EventKind,
  Finding,
  PersonOp,
  Stream,
} from './person-draft.ts';

/** What each is called in the builder, in the order in which it is offered. */
export const ABOUT: Readonly<Record<PersonOp, string>> = {
  event: 'A message of ours',
  recentlyMailed: 'Mailed lately',
  consent: 'What they allow or want',
  authorizationEnds: 'An authorization ends',
  segment: 'In another segment',
  sample: 'In a sample',
  address: 'Their address',
};

export const HAPPENED: Readonly<Record<EventKind, string>> = {
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

export const FINDINGS: Readonly<Record<Finding, string>> = {
  impossible: 'cannot exist',
  no_mail: 'is of a domain that takes no mail',
  role: 'belongs to a post',
  disposable: 'is given away for minutes',
};

export const STATES: Readonly<Record<ConsentState, string>> = {
  opted_in: 'opted in to',
  opted_out: 'opted out of',
  authorized: 'an authorization is in force for',
  prefers: 'prefers',
  restriction: 'a restriction is agreed',
  restriction_asked: 'a restriction is asked for',
  no_email: 'wants no mail',
  other_address: 'wants another address used',
  prefers_unencrypted: 'prefers unencrypted mail',
  complained: 'complained',
  deceased: 'has died',
  parent_of_consenting_minor: 'parent of a minor who consents alone',
};

export const SCOPES = {
  marketing: 'marketing',
  fundraising: 'fundraising',
  all_commercial: 'all commercial mail',
  'stream:marketing': 'the stream of marketing',
  'stream:transactional': 'the stream of transactional mail',
} as const;

export const CHANNELS: Readonly<Record<Channel, string>> = {
  email: 'email',
  phone: 'the phone',
  post: 'letters',
  portal: 'the portal',
};

export const STREAMS: Readonly<Record<Stream, string>> = {
  marketing: 'marketing',
  transactional: 'transactional mail',
};
