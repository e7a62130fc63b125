import { type ConsentEvent, recipientAt, type Wishes, wishesAt } from '@postern/core/consent';
import type { Topic } from '../consent/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type Allowed, allowedOf } from './allowed.ts';
import { KINDS, type Kind, SCOPES_OF } from './kinds.ts';

/** What somebody gets and what they allowed, as the page shows it. */
export interface Preferences {
  readonly kinds: Readonly<Record<Kind, boolean>>;
  /** The organization's topics in use, and whether the person is in each. */
  readonly topics: readonly (Pick<Topic, 'id' | 'name' | 'description'> & {
    readonly in: boolean;
  })[];
  readonly frequency: Wishes['frequency'];
  readonly channel: Wishes['channel'];
  readonly language: Wishes['language'];
  readonly allowed: readonly Allowed[];
}

/** Derived from all that is on file of the person, as everything is that the gate asks. */
export function preferencesOf(
  keys: Pick<OrganizationKeys, 'mac'>,
  events: readonly ConsentEvent[],
  topics: readonly Topic[],
  now: Date,
): Preferences {
  const at = now.toISOString();
  const { authorizations } = recipientAt(events, at);
  const { leftTopics, frequency, channel, language } = wishesAt(events, at);
  const left = leftScopes(events, now);
  const isIn = (kind: Kind) => !SCOPES_OF[kind].some((scope) => left.has(scope));
  return {
    kinds: { mailings: isIn('mailings'), donations: isIn('donations'), care: isIn('care') },
    topics: topics
      .filter(({ archivedAt }) => archivedAt === null)
      .map(({ id, name, description }) => ({
        ...{ id, name, description },
        in: !leftTopics.includes(id),
      })),
    frequency,
    channel,
    language,
    allowed: allowedOf(keys, authorizations, at.slice(0, 10)),
  };
}

/** Everything that somebody has opted out of and not come back to. */
export function leftScopes(events: readonly ConsentEvent[], now: Date): ReadonlySet<string> {
  const at = now.toISOString();
  const { leftStreams, leftTopics } = wishesAt(events, at);
  return new Set<string>([
    ...recipientAt(events, at).optOuts,
    ...leftStreams.map((stream) => `stream:${stream}`),
    ...leftTopics.map((id) => `topic:${id}`),
  ]);
}

export const isKind = (word: string): word is Kind => KINDS.some((kind) => kind === word);
