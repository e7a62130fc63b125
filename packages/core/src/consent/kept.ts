import { OPT_OUTS, type OptOut } from '../gate/index.ts';
import { missingRevocations } from './earlier-revoked.ts';
import {
  CHANNELS,
  type ConsentEvent,
  type ConsentFact,
  type OptOutScope,
  PERIODS,
  STREAMS,
} from './event.ts';
import { rarer } from './merged.ts';
import { recipientAt } from './recipient-at.ts';
import { type Wishes, wishesAt } from './wishes-at.ts';

/**
 * What somebody refuses at `at` (RFC 3339), in words that can be kept without saying who: what stays
 * when their record is deleted. Permissions are not among them: they end with the record.
 */
export function refusalsAt(events: readonly ConsentEvent[], at: string): readonly string[] {
  const standing = recipientAt(events, at);
  const wishes = wishesAt(events, at);
  const { confidentialCommunication: asked, restriction, deceased } = standing;
  const { frequency, channel } = wishes;
  return [
    ...standing.optOuts,
    ...wishes.leftTopics.map((id) => `topic:${id}`),
    ...wishes.leftStreams.map((stream) => `stream:${stream}`),
    ...(restriction === null ? [] : ['restriction']),
    ...(asked === null ? [] : [asked]),
    ...(deceased ? ['deceased'] : []),
    ...(standing.parentOfConsentingMinor ? ['minor_consents_alone'] : []),
    ...(frequency === null ? [] : [`frequency:${frequency.most}:${frequency.period}`]),
    ...(channel === null || channel === 'email' ? [] : [`channel:${channel}`]),
  ];
}

/** The fact that says so anew of somebody who is put on file again; null of a word that is none. */
export function factOfRefusal(refusal: string): ConsentFact | null {
  switch (refusal) {
    case 'restriction':
      return { kind: 'restriction_agreed' };
    case 'no_email':
    case 'other_address':
      return { kind: 'confidential_communication', wish: refusal };
    case 'deceased':
      return { kind: 'deceased', on: null };
    case 'minor_consents_alone':
      return { kind: 'minor_consents_alone', parent: true };
  }
  const [kind, value, unit] = refusal.split(':');
  if (kind === 'frequency') {
    const most = Number(value);
    const period = PERIODS.find((one) => one === unit);
    if (!Number.isInteger(most) || most < 1 || period === undefined) return null;
    return { kind: 'frequency_chosen', most, period };
  }
  if (kind === 'channel') {
    const channel = CHANNELS.find((one) => one === value);
    return channel === undefined ? null : { kind: 'channel_chosen', channel };
  }
  return isScope(refusal) ? { kind: 'opted_out', scope: refusal } : null;
}

/**
 * What has to be recorded at `at` (RFC 3339) of what was kept, so that these events refuse it too.
 * Where a question has one answer (which address, how often, how), the stricter stays: what is on file
 * already is not loosened by what was kept. Among what was kept may be words of `revocationsAt`.
 */
export function missingOf(
  kept: readonly string[],
  events: readonly ConsentEvent[],
  at: string,
): readonly ConsentFact[] {
  const known = new Set(refusalsAt(events, at));
  const wishes = wishesAt(events, at);
  const facts: ConsentFact[] = [];
  let frequency: Wishes['frequency'] = null;
  let channel: ConsentFact | null = null;
  for (const word of new Set(kept)) {
    const fact = factOfRefusal(word);
    if (fact === null || known.has(word)) continue;
    if (fact.kind === 'frequency_chosen') {
      const { most, period } = fact;
      if (most !== null) frequency = rarer(frequency, { most, period });
    } else if (fact.kind === 'channel_chosen') channel = fact;
    else if (word !== 'other_address' || !(known.has('no_email') || kept.includes('no_email'))) {
      facts.push(fact);
    }
  }
  if (frequency !== null && rarer(wishes.frequency, frequency) !== wishes.frequency) {
    facts.push({ kind: 'frequency_chosen', ...frequency });
  }
  if (channel !== null && (wishes.channel ?? 'email') === 'email') facts.push(channel);
  return [...facts, ...missingRevocations(kept, events, at)];
}

function isScope(text: string): text is OptOutScope {
  return (
    OPT_OUTS.includes(text as OptOut) ||
    text.startsWith('topic:') ||
    STREAMS.some((stream) => text === `stream:${stream}`)
  );
}
