import { optedOutOfMarketing } from '../gate/index.ts';
import { PERIOD_DAYS } from './against-wishes.ts';
import { CHANNELS, type ConsentEvent, type ConsentFact, type OptOutScope } from './event.ts';
import { recipientAt } from './recipient-at.ts';
import { type Wishes, wishesAt } from './wishes-at.ts';

/**
 * What has to be recorded at `at` (RFC 3339) when two records turn out to be one person, beside the
 * events of both: the stricter of each stays. The later word of one record says nothing of a refusal
 * that the other holds, since whoever spoke may not have known of it.
 */
export function stricterFacts(
  one: readonly ConsentEvent[],
  other: readonly ConsentEvent[],
  at: string,
): readonly ConsentFact[] {
  const facts: ConsentFact[] = [];
  const together = [...one, ...other];
  const [mine, theirs, joint] = [one, other, together].map((events) => recipientAt(events, at));
  const [myWishes, theirWishes, jointWishes] = [one, other, together].map((events) =>
    wishesAt(events, at),
  );
  if (!mine || !theirs || !joint || !myWishes || !theirWishes || !jointWishes) return [];

  const refused = new Set<OptOutScope>([...mine.optOuts, ...theirs.optOuts]);
  for (const wishes of [myWishes, theirWishes]) {
    for (const id of wishes.leftTopics) refused.add(`topic:${id}`);
    for (const stream of wishes.leftStreams) refused.add(`stream:${stream}`);
  }
  const still = new Set<OptOutScope>([
    ...joint.optOuts,
    ...jointWishes.leftTopics.map((id) => `topic:${id}` as const),
    ...jointWishes.leftStreams.map((stream) => `stream:${stream}` as const),
  ]);
  for (const scope of refused) if (!still.has(scope)) facts.push({ kind: 'opted_out', scope });

  if (joint.restriction === null && (mine.restriction ?? theirs.restriction) !== null) {
    facts.push({ kind: 'restriction_agreed' });
  }
  const wish = [mine, theirs].some((each) => each.confidentialCommunication === 'no_email')
    ? 'no_email'
    : (mine.confidentialCommunication ?? theirs.confidentialCommunication);
  if (wish !== null && joint.confidentialCommunication !== wish) {
    facts.push({ kind: 'confidential_communication', wish });
  }
  if (
    !joint.parentOfConsentingMinor &&
    (mine.parentOfConsentingMinor || theirs.parentOfConsentingMinor)
  ) {
    facts.push({ kind: 'minor_consents_alone', parent: true });
  }
  const frequency = rarer(myWishes.frequency, theirWishes.frequency);
  if (frequency !== null && rarer(jointWishes.frequency, frequency) !== jointWishes.frequency) {
    facts.push({ kind: 'frequency_chosen', ...frequency });
  }
  const channel = CHANNELS.findLast(
    (each) => each !== 'email' && [myWishes.channel, theirWishes.channel].includes(each),
  );
  if (channel !== undefined && byEmail(jointWishes)) {
    facts.push({ kind: 'channel_chosen', channel });
  }
  return facts;
}

/** The one that allows fewer messages; of two that allow as many, the first. */
export function rarer(a: Wishes['frequency'], b: Wishes['frequency']): Wishes['frequency'] {
  if (a === null || b === null) return a ?? b;
  const rate = ({ most, period }: NonNullable<Wishes['frequency']>) => most / PERIOD_DAYS[period];
  return rate(b) < rate(a) ? b : a;
}

const byEmail = ({ channel }: Wishes) => (channel ?? 'email') === 'email';

/** Whether the first allows nothing that the second refuses: for a merge, a re-import, an order. */
export function isAsStrict(
  events: readonly ConsentEvent[],
  as: readonly ConsentEvent[],
  at: string,
): boolean {
  const [a, b] = [recipientAt(events, at), recipientAt(as, at)];
  const [wishes, others] = [wishesAt(events, at), wishesAt(as, at)];
  const has = (scope: 'all_commercial' | 'fundraising') =>
    !b.optOuts.includes(scope) || a.optOuts.includes(scope);
  return (
    has('all_commercial') &&
    has('fundraising') &&
    (!optedOutOfMarketing(b) || optedOutOfMarketing(a)) &&
    (b.restriction === null || a.restriction !== null) &&
    (b.confidentialCommunication === null || a.confidentialCommunication !== null) &&
    (b.confidentialCommunication !== 'no_email' || a.confidentialCommunication === 'no_email') &&
    (!b.deceased || a.deceased) &&
    (!b.parentOfConsentingMinor || a.parentOfConsentingMinor) &&
    others.leftTopics.every((id) => wishes.leftTopics.includes(id)) &&
    others.leftStreams.every((stream) => wishes.leftStreams.includes(stream)) &&
    rarer(wishes.frequency, others.frequency) === wishes.frequency &&
    // who would rather be reached otherwise gets no mailings by email
    (byEmail(others) || !byEmail(wishes)) &&
    b.authorizations.every(
      ({ id, revokedAt }) =>
        revokedAt === null ||
        a.authorizations.every((one) => one.id !== id || one.revokedAt !== null),
    )
  );
}
