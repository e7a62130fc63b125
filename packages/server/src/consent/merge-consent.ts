import { type ConsentFact, stricterFacts, wishesAt } from '@postern/core/consent';
import { appendAudit } from '../audit/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { openEvidence, sealEvidence } from './evidence.ts';
import { joinWords } from './fact-words.ts';
import { loadConsent } from './load-consent.ts';
import type { NewConsent } from './new-consent.ts';
import { recordConsent } from './record-consent.ts';

/**
 * Two records turn out to be one person: copies the ledger of the one into that of the other, and
 * records what then has to be said so that each refusal of either still holds (`stricterFacts`). The
 * ledger that was copied stays as it is; what was signed as a file goes along in `mergeLedgers`. Doing it twice adds nothing. Answers what was recorded
 * beside the copies.
 */
export async function mergeConsent(
  tx: Tx,
  keys: OrganizationKeys,
  fromContactId: string,
  intoContactId: string,
  now: Date,
): Promise<readonly ConsentFact[]> {
  if (fromContactId === intoContactId) return [];
  const loaded = await loadConsent(tx, keys, [fromContactId, intoContactId]);
  const from = loaded.get(fromContactId) ?? [];
  const into = loaded.get(intoContactId) ?? [];
  const at = now.toISOString();
  const facts = stricterFacts(from, into, at);
  const copies = await copiesOf(tx, keys, fromContactId, intoContactId);
  const known = new Set(into.map(({ id }) => id));
  const missing = copies.filter(({ id }) => !known.has(id));
  if (missing.length === 0 && facts.length === 0) return [];
  // where the wish for another address is said anew, the address comes with it
  const where = [into, from].flatMap((events) => wishesAt(events, at).otherAddressEvent ?? []);
  const address = copies.find(({ id }) => where.includes(id))?.evidence;
  const stricter = facts.map(
    (fact): NewConsent => ({
      contactId: intoContactId,
      fact,
      source: 'merge',
      actor: 'system',
      at: now,
      ...(address && isOtherAddress(fact) && { evidence: address }),
    }),
  );
  await recordConsent(tx, keys, [...missing, ...stricter]);
  const subject = { contactId: intoContactId, fromContactId, events: missing.length };
  await appendAudit(tx, keys, { actor: 'system', action: 'consent.merged', subject }, now);
  return facts;
}

/** All events of both as events of the second, each with its id; evidence is sealed to its person. */
async function copiesOf(
  tx: Tx,
  keys: OrganizationKeys,
  fromContactId: string,
  intoContactId: string,
): Promise<readonly (NewConsent & { readonly id: string })[]> {
  const rows = await tx
    .selectFrom('consent_events')
    .select(['contact_id', 'id', 'fact', 'words_sealed', 'source', 'actor', 'at', 'shown'])
    .select('evidence_sealed')
    .where('organization_id', '=', keys.organizationId)
    .where('bucket', 'in', [bucketOf(fromContactId), bucketOf(intoContactId)])
    .where('contact_id', 'in', [fromContactId, intoContactId])
    .execute();
  return rows.map(({ id, fact, source, actor, at, shown, evidence_sealed: sealed, ...row }) => ({
    id,
    contactId: intoContactId,
    fact: joinWords(keys, { contactId: row.contact_id, id }, fact as ConsentFact, row.words_sealed),
    source,
    actor,
    at,
    ...(shown !== null && { shown }),
    ...(sealed !== null && {
      evidence: sealEvidence(keys, intoContactId, openEvidence(keys, row.contact_id, sealed)),
    }),
  }));
}

const isOtherAddress = (fact: ConsentFact) =>
  fact.kind === 'confidential_communication' && fact.wish === 'other_address';
