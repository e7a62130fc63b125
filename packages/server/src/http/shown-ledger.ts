import {
  consentSentence,
  recipientAt,
  sourceWords,
  standingSentences,
  UNENCRYPTED_WARNING,
} from '@postern/core/consent';
import { dayWritten } from '@postern/core/consent-exchange';
import type { Evidence, Ledger, LedgerEntry } from '../consent/index.ts';
import { shownDocument } from './standing.ts';

type Names = ReadonlyMap<string, string>;

/** What was on file of a person at the moment `at` (RFC 3339), and how it came there, newest first. */
export function shownLedger(contactId: string, ledger: Ledger, names: Names, at: string) {
  const topicName = (id: string) => ledger.topics.get(id) ?? null;
  const events = ledger.entries.filter((one) => Date.parse(one.at) <= Date.parse(at));
  return {
    contactId,
    at,
    deletedAt: ledger.deletedAt,
    standing: [...standingSentences(events, at, topicName)],
    authorizations: recipientAt(events, at).authorizations.map((one) => shownDocument(one, at)),
    events: events.toReversed().map((one) => ({
      id: one.id,
      at: one.at,
      day: dayWritten(one),
      recordedAt: one.recordedAt,
      recordedLater: Date.parse(one.recordedAt) > Date.parse(at),
      kind: one.fact.kind,
      sentence: consentSentence(one.fact, topicName),
      source: one.source,
      sourceWords: sourceWords(one.source),
      actor: actorWords(one.actor, names),
      shown: one.shown,
      evidence: evidenceLines(one.evidence),
      audit: [...one.audit],
    })),
    warning: UNENCRYPTED_WARNING.body,
  };
}

/** Who recorded an event: a user by name. */
export function actorWords(actor: string, names: Names): string {
  switch (actor) {
    case 'recipient':
    case 'contact':
      return 'The person themselves';
    case 'system':
      return 'Postern, by itself';
    default:
      return names.get(actor.replace(/^user:/, '')) ?? 'Somebody who has left';
  }
}

/** Evidence as lines of a name and a value. */
function evidenceLines(evidence: LedgerEntry['evidence']) {
  if (evidence === null) return [];
  if (evidence === 'broken') {
    return [{ name: 'Evidence', value: 'It was altered or damaged, and does not open.' }];
  }
  const { address, browser, identifiedBy, asked, otherAddress, note, file }: Evidence = evidence;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Other address', otherAddress],
    ['Note', note],
    ['How we knew who it was', identifiedBy],
    ['Asked for before', asked && `${asked.at}, from ${asked.address}`],
    ['Network address', address],
    ['Browser', browser],
    ['File', file === undefined ? undefined : `${file.name}, line ${file.line}`],
  ];
  return lines.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name, value }],
  );
}
