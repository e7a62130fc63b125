import type { Application, ApplicationKey } from './queries.ts';

type Way = Application['ways'][number];

export const WAYS: readonly { readonly way: Way; readonly name: string; readonly what: string }[] =
  [
    { way: 'key', name: 'Key', what: 'The key itself goes with each call.' },
    { way: 'oauth', name: 'OAuth 2.0', what: 'Client credentials, for tokens of 15 minutes.' },
    {
      way: 'signed',
      name: 'Signed requests',
      what: 'The strictest: the secret never travels, and each call counts once.',
    },
    {
      way: 'basic',
      name: 'Basic',
      what: 'For internal systems that know nothing else. By https alone.',
    },
  ];

export const wayName = (way: Way): string => WAYS.find((one) => one.way === way)?.name ?? way;

export const KIND_WORDS: Record<ApplicationKey['kind'], string> = {
  key: 'Key',
  client: 'Client secret',
  session: 'Signed session',
};

/** Why it was restricted, after "since". */
export const RESTRICTED_WORDS: Record<NonNullable<Application['restrictedWhy']>, string> = {
  volume: 'it called far more often than it ever did',
  address: 'it came from a network that is new',
  refusals: 'it was refused many times in a row',
};
