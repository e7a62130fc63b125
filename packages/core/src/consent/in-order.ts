import type { ConsentEvent, ConsentFact } from './event.ts';

/**
 * Events until the moment `at` (RFC 3339), in the order in which they count: the later one last, and
 * of two at the same instant the stricter. Throws a RangeError for a time that cannot be read: it
 * would compare as neither before nor after.
 */
export function inOrder(events: readonly ConsentEvent[], at: string): readonly ConsentEvent[] {
  const until = timeOf(at);
  return events
    .filter((event) => timeOf(event.at) <= until)
    .toSorted(
      (a, b) =>
        timeOf(a.at) - timeOf(b.at) ||
        strictness(a.fact) - strictness(b.fact) ||
        (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    );
}

/** Among facts that answer the same question, the higher number allows less. */
function strictness(fact: ConsentFact): number {
  switch (fact.kind) {
    case 'authorization_signed':
    case 'copy_given':
    case 'opted_in':
    case 'restriction_ended':
    case 'restriction_requested':
    case 'language_chosen':
      return 0;
    case 'minor_consents_alone':
      return fact.parent ? 1 : 0;
    case 'unencrypted_mail':
      return fact.prefers ? 0 : 1;
    case 'confidential_communication':
      return ['none', 'other_address', 'no_email'].indexOf(fact.wish);
    case 'frequency_chosen':
      return fact.most === null
        ? 0
        : 1 / (1 + fact.most * { day: 30, week: 4, month: 1 }[fact.period]);
    case 'channel_chosen':
      return fact.channel === 'email' ? 0 : 1;
    case 'restriction_declined':
    case 'authorization_revoked':
    case 'earlier_revoked':
    case 'authorization_expired':
    case 'opted_out':
    case 'complained':
    case 'deceased':
      return 1;
    case 'restriction_agreed':
      return 2;
  }
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new RangeError('Not an RFC 3339 time.');
  return time;
}
