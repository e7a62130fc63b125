import { type Channel, type ConsentEvent, type LeftStream, type Period, STREAMS } from './event.ts';
import { inOrder } from './in-order.ts';

/** What somebody would like beyond what the law gives them; we keep to it all the same. */
export interface Wishes {
  /** Ids of topics that they left. */
  readonly leftTopics: readonly string[];
  readonly leftStreams: readonly LeftStream[];
  readonly frequency: { readonly most: number; readonly period: Period } | null;
  readonly channel: Channel | null;
  /** A language tag. */
  readonly language: string | null;
  /** They were warned and prefer it. Nothing goes unencrypted by that: it is on record. */
  readonly prefersUnencrypted: boolean;
  /** They asked for a restriction, and nobody has answered yet: 45 CFR 164.522(a). */
  readonly restrictionAsked: boolean;
  /** The event that holds the other address that they asked for; null where they did not. */
  readonly otherAddressEvent: string | null;
}

/**
 * What was wished for at the moment `at` (RFC 3339), by the rules of `recipientAt`: the later event
 * counts, of two at one instant the stricter. Throws a RangeError for a time that cannot be read.
 */
export function wishesAt(events: readonly ConsentEvent[], at: string): Wishes {
  const left = new Set<string>();
  let frequency: Wishes['frequency'] = null;
  let channel: Wishes['channel'] = null;
  let language: string | null = null;
  let prefersUnencrypted = false;
  let restrictionAsked = false;
  let otherAddressEvent: string | null = null;
  for (const { id, fact } of inOrder(events, at)) {
    switch (fact.kind) {
      case 'opted_out':
        left.add(fact.scope);
        break;
      case 'opted_in':
        left.delete(fact.scope);
        break;
      case 'frequency_chosen':
        frequency = fact.most === null ? null : { most: fact.most, period: fact.period };
        break;
      case 'channel_chosen':
        channel = fact.channel;
        break;
      case 'language_chosen':
        language = fact.language;
        break;
      case 'unencrypted_mail':
        prefersUnencrypted = fact.prefers;
        break;
      case 'restriction_requested':
        restrictionAsked = true;
        break;
      case 'restriction_agreed':
      case 'restriction_declined':
        restrictionAsked = false;
        break;
      case 'confidential_communication':
        otherAddressEvent = fact.wish === 'other_address' ? id : null;
        break;
      default:
        // what the gate asks about: see recipient-at.ts
        break;
    }
  }
  const of = (prefix: string) =>
    [...left].flatMap((scope) => (scope.startsWith(prefix) ? [scope.slice(prefix.length)] : []));
  return {
    leftTopics: of('topic:').toSorted((a, b) => (a < b ? -1 : 1)),
    leftStreams: STREAMS.filter((stream) => left.has(`stream:${stream}`)),
    frequency,
    channel,
    language,
    prefersUnencrypted,
    restrictionAsked,
    otherAddressEvent,
  };
}
