import { consentSentence } from './consent-sentence.ts';
import type { ConsentEvent, ConsentFact } from './event.ts';
import { factOfRefusal, refusalsAt } from './kept.ts';
import { wishesAt } from './wishes-at.ts';

/**
 * What was on file of a person's choices at `at` (RFC 3339), a sentence each; none where nothing stood
 * in the way of any message. Authorizations are documents of their own, and not among them.
 */
export function standingSentences(
  events: readonly ConsentEvent[],
  at: string,
  topicName?: (id: string) => string | null,
): readonly string[] {
  const wishes = wishesAt(events, at);
  const facts: ConsentFact[] = refusalsAt(events, at).flatMap((word) => factOfRefusal(word) ?? []);
  if (wishes.restrictionAsked) facts.push({ kind: 'restriction_requested' });
  if (wishes.language !== null) facts.push({ kind: 'language_chosen', language: wishes.language });
  if (wishes.prefersUnencrypted) facts.push({ kind: 'unencrypted_mail', prefers: true });
  return facts.map((fact) => `${consentSentence(fact, topicName)}.`);
}
