import {
  type ConsentEvent,
  type ConsentFact,
  type OptOutScope,
  recipientAt,
  wishesAt,
} from '../consent/index.ts';

interface Confirmed {
  /** Topics that they chose. */
  readonly chosen: readonly string[];
  /** All topics in use. */
  readonly inUse: readonly string[];
  /** They were on no file before: they get what they chose, and nothing else. */
  readonly isNew: boolean;
}

/** Whoever left any of these gets no mailings. */
const MAILINGS: readonly OptOutScope[] = ['marketing', 'all_commercial', 'stream:marketing'];

/**
 * What is recorded of somebody who confirmed that they want mail. Their own opt-outs from it end by
 * that: affirmative consent after the request to get no more, 15 USC 7704(a)(4)(B). Nothing else does:
 * a restriction agreed to, another address or none by email (45 CFR 164.522), a death, how often, by
 * what, the refusal of donations; nor the end of an address after a complaint, which stands beside
 * the ledger.
 */
export function confirmedFacts(
  events: readonly ConsentEvent[],
  { chosen, inUse, isNew }: Confirmed,
  at: string,
): readonly ConsentFact[] {
  const left = new Set<string>([
    ...recipientAt(events, at).optOuts,
    ...wishesAt(events, at).leftStreams.map((stream) => `stream:${stream}`),
  ]);
  const live = chosen.filter((id) => inUse.includes(id));
  const joined: readonly OptOutScope[] = [
    // on record even of those who never left: the proof that they asked for it
    ...MAILINGS.filter((scope) => scope === 'marketing' || left.has(scope)),
    ...live.map((id) => `topic:${id}` as const),
  ];
  const others = isNew && live.length > 0 ? inUse.filter((id) => !live.includes(id)) : [];
  return [
    ...joined.map((scope) => ({ kind: 'opted_in' as const, scope })),
    ...others.map((id) => ({ kind: 'opted_out' as const, scope: `topic:${id}` as const })),
  ];
}
