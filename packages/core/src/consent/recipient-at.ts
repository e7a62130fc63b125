import { type AuthorizationDocument, OPT_OUTS, type Recipient } from '../gate/index.ts';
import type { Day } from '../values/index.ts';
import type { ConsentEvent, ConsentFact } from './event.ts';
import { inOrder } from './in-order.ts';
import { revokedEarlier } from './revoked-kinds.ts';

/** What the gate asks about a person, except where they live: that is an attribute. */
export type Standing = Omit<Recipient, 'state'>;

/**
 * What was on file at the moment `at` (RFC 3339), from all that ever happened. The order in which
 * events are handed over does not matter: the later one counts, and of two at the same instant the
 * stricter, so that an opt-out and an opt-in in one second leave the person opted out.
 *
 * Opting in ends an opt-out of the same scope and no other: who refused all commercial mail and
 * then agrees to marketing still gets none (15 USC 7704(a)(4)). A complaint is an opt-out of
 * marketing. A revoked authorization stays revoked (45 CFR 164.508(b)(5)); a new one is a document
 * with an id of its own. What was revoked before the person was deleted and put on file again stays
 * so by when it was signed, since its id may be another now. Death is not undone.
 *
 * Throws a RangeError for a time that cannot be read.
 */
export function recipientAt(events: readonly ConsentEvent[], at: string): Standing {
  const optOuts = new Set<string>();
  const documents = new Map<string, AuthorizationDocument>();
  const signings = new Map<string, ConsentEvent>();
  const earlier: Extract<ConsentFact, { kind: 'earlier_revoked' }>[] = [];
  const revoked = new Map<string, string>();
  const copied = new Set<string>();
  const occurred = new Map<string, Day>();
  let restriction: Standing['restriction'] = null;
  let confidentialCommunication: Standing['confidentialCommunication'] = null;
  let parentOfConsentingMinor = false;
  let deceased = false;

  for (const event of inOrder(events, at)) {
    const { fact, at: since } = event;
    switch (fact.kind) {
      case 'authorization_signed': {
        const { id } = fact.document;
        documents.set(id, fact.document);
        if (!signings.has(id)) signings.set(id, event);
        break;
      }
      case 'earlier_revoked':
        earlier.push(fact);
        break;
      case 'authorization_revoked':
        if (!revoked.has(fact.documentId)) revoked.set(fact.documentId, since);
        break;
      case 'authorization_expired':
        if (fact.because === 'event' && !occurred.has(fact.documentId)) {
          occurred.set(fact.documentId, fact.on);
        }
        break;
      case 'copy_given':
        copied.add(fact.documentId);
        break;
      case 'opted_out':
        optOuts.add(fact.scope);
        break;
      case 'complained':
        optOuts.add('marketing');
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
      default:
        // a wish, which binds more than the law does: see wishes-at.ts
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
      expiry: expiryOf(document, occurred.get(document.id)),
      copyGiven: document.copyGiven || copied.has(document.id),
      revokedAt:
        document.revokedAt ??
        revoked.get(document.id) ??
        revokedEarlier(document, signings.get(document.id) ?? { at, source: '' }, earlier),
    })),
  };
}

function expiryOf({ expiry }: AuthorizationDocument, on: Day | undefined) {
  if (expiry?.kind !== 'event' || expiry.occurredOn !== null || on === undefined) return expiry;
  return { ...expiry, occurredOn: on };
}
