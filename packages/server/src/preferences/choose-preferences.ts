import {
  type Channel,
  type ConsentEvent,
  type ConsentFact,
  isAsStrict,
  type OptOutScope,
  type Period,
  wishesAt,
} from '@postern/core/consent';
import { listTopics } from '../consent/index.ts';
import { type Kind, LEFT_WITH, SCOPES_OF } from './kinds.ts';
import { leftScopes } from './preferences.ts';
import { type Origin, recordChoice } from './record-choice.ts';
import type { Chooser, PreferencesDeps } from './whose-link.ts';
import { preferencesWording, type Wording } from './wording.ts';

/** A kind of mail, or a topic of the organization. */
export type Place = { readonly kind: Kind } | { readonly topicId: string };

/**
 * What somebody changed on the page, and no more: what they left as it was may have been changed in
 * another tab since.
 */
export interface Chosen {
  readonly joined: readonly Place[];
  readonly left: readonly Place[];
  /** Null: as often as the sender does. Missing: as it is. */
  readonly frequency?: { readonly most: number; readonly period: Period } | null;
  readonly channel?: Channel;
  /** A language tag. */
  readonly language?: string;
}

interface Chose {
  /** How much was new, and holds. */
  readonly count: number;
  /**
   * By what of it more would come than before: that is not recorded yet. Whoever was sent the message on
   * has its link too, so it holds once it is confirmed from the address on file.
   */
  readonly more: readonly ConsentFact[];
  /** What they read. */
  readonly wording: Wording;
}

/** What it came to, or that the page reads otherwise by now: then nothing is recorded. */
export async function choosePreferences(
  deps: PreferencesDeps,
  chooser: Chooser,
  chosen: Chosen,
  { origin, mark }: { readonly origin: Origin; readonly mark: string },
): Promise<Chose | 'reworded'> {
  const topics = await listTopics(deps.database, chooser.organizationId);
  const offered = topics.filter(({ archivedAt }) => archivedAt === null);
  const wording = preferencesWording(chooser.organizationName, offered);
  if (wording.mark !== mark) return 'reworded';
  const known = new Set(offered.map(({ id }) => id));
  let more: readonly ConsentFact[] = [];
  const count = await recordChoice(deps, chooser, {
    action: 'consent.chosen',
    shown: wording,
    origin,
    facts: (events) => {
      const facts = factsOf(events, chosen, known, deps.now());
      more = facts.filter((fact) => opensUp(events, fact, deps.now().toISOString()));
      return facts.filter((fact) => !more.includes(fact));
    },
  });
  return { count, more, wording };
}

/** Whether something that was refused before is refused no more, or would be with others. */
function opensUp(events: readonly ConsentEvent[], fact: ConsentFact, at: string): boolean {
  if (fact.kind === 'opted_in') return true;
  const added = { id: '~', at, source: 'page', fact };
  return !isAsStrict([...events, added], events, at);
}

/** What has to be recorded so that it is as they chose. */
function factsOf(
  events: readonly ConsentEvent[],
  { joined, left, frequency, channel, language }: Chosen,
  topics: ReadonlySet<string>,
  now: Date,
): readonly ConsentFact[] {
  const out = leftScopes(events, now);
  const wishes = wishesAt(events, now.toISOString());
  const scopes = (places: readonly Place[], of: typeof LEFT_WITH): readonly OptOutScope[] =>
    places.flatMap((place) =>
      'kind' in place
        ? of[place.kind]
        : topics.has(place.topicId)
          ? [`topic:${place.topicId}` as const]
          : [],
    );
  const facts: ConsentFact[] = [
    ...scopes(left, LEFT_WITH)
      .filter((scope) => !out.has(scope))
      .map((scope) => ({ kind: 'opted_out' as const, scope })),
    ...scopes(joined, SCOPES_OF)
      .filter((scope) => out.has(scope))
      .map((scope) => ({ kind: 'opted_in' as const, scope })),
  ];
  if (frequency !== undefined && !same(frequency, wishes.frequency)) {
    const { most, period } = frequency ?? { most: null, period: 'week' as const };
    facts.push({ kind: 'frequency_chosen', most, period });
  }
  if (channel !== undefined && channel !== wishes.channel) {
    facts.push({ kind: 'channel_chosen', channel });
  }
  if (language !== undefined && language !== wishes.language) {
    facts.push({ kind: 'language_chosen', language });
  }
  return facts;
}

type Frequency = { readonly most: number; readonly period: Period } | null;

const same = (a: Frequency, b: Frequency) => a?.most === b?.most && a?.period === b?.period;
