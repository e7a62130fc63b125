import { createHash } from 'node:crypto';
import { consentSentence, sourceWords } from '@postern/core/consent';
import type { Ledger } from '../consent/index.ts';
import { actorWords } from './shown-ledger.ts';

interface About {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly contactId: string;
  /** Null of somebody who was deleted. */
  readonly person: {
    readonly name: string;
    readonly email: string | null;
    readonly recordNumber: string | null;
  } | null;
  /** RFC 3339. */
  readonly madeAt: string;
}

/**
 * The whole ledger of one person as evidence: a JSON object a line, first whose it is, then each event
 * as it is stored with the text shown, the evidence and the entries of the audit, last how many there
 * were and the SHA-256 of all lines before.
 */
export function ledgerEvidence(
  ledger: Ledger,
  { organizationId, organizationName, contactId, person, madeAt }: About,
  names: ReadonlyMap<string, string>,
): string {
  const organization = { id: organizationId, name: organizationName };
  const { deletedAt, entries, topics } = ledger;
  const lines = [
    { type: 'ledger', organization, contactId, person, deletedAt, madeAt },
    ...entries.map(({ id, at, recordedAt, source, actor, fact, shown, evidence, audit }) => ({
      type: 'event',
      id,
      at,
      recordedAt,
      sentence: consentSentence(fact, (topic) => topics.get(topic) ?? null),
      fact,
      source,
      sourceWords: sourceWords(source),
      actor,
      actorWords: actorWords(actor, names),
      shown,
      evidence,
      auditEntries: audit,
    })),
  ].map((line) => `${JSON.stringify(line)}\n`);
  const body = lines.join('');
  const sha256 = createHash('sha256').update(body).digest('hex');
  return `${body}${JSON.stringify({ type: 'end', events: entries.length, sha256 })}\n`;
}
