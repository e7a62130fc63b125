import { type AuthorizationDocument, OPT_OUTS, type Recipient } from '../gate/index.ts';
import type { ConsentEvent, ConsentFact } from './event.ts';

/** What the gate asks about a person, except where they live: that is an attribute. */
export type Standing = Omit<Recipient, 'state'>;

/**
 * What was on file at the moment `at` (RFC 3339), from all that ever happened. The order in which
 * events are handed over does not matter: the later one counts, and of two at the same instant the
 * stricter, so that an opt-out and an opt-in in one second leave the person opted out.
 *
 * Opting in ends an opt-out of the same scope and no other: who refused all commercial mail and
 * then agrees to marketing still gets none (15 USC 7704(a)(4)). A revoked authorization stays
 * revoked (45 CFR 164.508(b)(5)); a new one is a document with an id of its own. Death is not undone.
 *
 * Throws a RangeError for a time that cannot be read: it would compare as neither before nor after.
 */
export function recipientAt(events: readonly ConsentEvent[], at: string): Standing {
  const until = timeOf(at);
  const optOuts = new Set<string>();
  const documents = new Map<string, AuthorizationDocument>();
  const revoked = new Map<string, string>();
  let restriction: Standing['restriction'] = null;
  let confidentialCommunication: Standing['confidentialCommunication'] = null;
  let parentOfConsentingMinor = false;
  let deceased = false;

  for (const { fact, at: since } of inOrder(events)) {
    if (timeOf(since) > until) break;
    switch (fact.kind) {
      case 'authorization_signed':
        documents.set(fact.document.id, fact.document);
        break;
      case 'authorization_revoked':
        if (!revoked.has(fact.documentId)) revoked.set(fact.documentId, since);
        break;
      case 'opted_out':
        optOuts.add(fact.scope);
        break;
      case 'opted_in':
        optOuts.delete(fact.scope);
        break;
      case 'restriction_agreed':
        restriction = 'agreed';
        break;
      case 'restriction_ended':
        restriction = null;
        break;
      case 'confidential_communication':
        confidentialCommunication = fact.wish === 'none' ? null : fact.wish;
        break;
      case 'minor_consents_alone':
        parentOfConsentingMinor = fact.parent;
        break;
      case 'deceased':
        deceased = true;
        break;
    }
  }
  return {
    optOuts: OPT_OUTS.filter((scope) => optOuts.has(scope)),
    restriction,
    confidentialCommunication,
    parentOfConsentingMinor,
    deceased,
    authorizations: [...documents.values()].map((document) => ({
      ...document,
      revokedAt: document.revokedAt ?? revoked.get(document.id) ?? null,
    })),
  };
}

function inOrder(events: readonly ConsentEvent[]): ConsentEvent[] {
  return events.toSorted(
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
    case 'opted_in':
    case 'restriction_ended':
      return 0;
    case 'minor_consents_alone':
      return fact.parent ? 1 : 0;
    case 'confidential_communication':
      return ['none', 'other_address', 'no_email'].indexOf(fact.wish);
    case 'authorization_revoked':
    case 'opted_out':
    case 'restriction_agreed':
    case 'deceased':
      return 1;
  }
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new RangeError('Not an RFC 3339 time.');
  return time;
}
