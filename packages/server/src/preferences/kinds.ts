import type { OptOutScope } from '@postern/core/consent';

/** The kinds of mail that a person tells apart. */
export const KINDS = ['mailings', 'donations', 'care'] as const;
export type Kind = (typeof KINDS)[number];

/** Who has left any of these does not get the kind, and who wants it again takes all of them back. */
export const SCOPES_OF: Readonly<Record<Kind, readonly OptOutScope[]>> = {
  mailings: ['all_commercial', 'marketing', 'stream:marketing'],
  donations: ['fundraising'],
  care: ['stream:transactional'],
};

/** What is recorded of somebody who leaves the kind; commercial mail: 15 USC 7704(a)(4)(A)(i). */
export const LEFT_WITH: Readonly<Record<Kind, readonly OptOutScope[]>> = {
  mailings: ['all_commercial', 'stream:marketing'],
  donations: ['fundraising'],
  care: ['stream:transactional'],
};

/** What ends with one press. Mail about one's own care is left by itself. */
export const EVERYTHING = [
  'all_commercial',
  'fundraising',
  'stream:marketing',
] as const satisfies readonly OptOutScope[];
