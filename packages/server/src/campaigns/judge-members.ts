import type { Outcome } from '@postern/core/campaigns';
import { type ConsentEvent, recipientAt } from '@postern/core/consent';
import { judge, type Question } from '@postern/core/gate';
import { loadConsent, otherAddresses, suppressedAmong, withConsent } from '../consent/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { heedWishes } from './heed-wishes.ts';
import type { AudienceQuestion, Judged } from './judged.ts';
import { mailedLately } from './mailed-lately.ts';
import { notMade } from './not-made.ts';
import type { Reached } from './reach.ts';

/**
 * What the gate says of each of these members, in their order, without sending anything. Whether there
 * is an address, whether it is a dead one (`dead`, by contact), where they live and whether all that
 * the template shows is known is told by columns and tokens; of whom the ledger says nothing, the gate
 * is asked once for all. Nobody is opened but those who may receive it and of whom something is missing
 * that the template shows, to see whether it can be made for them; and where those want to be written
 * to who asked for another address.
 */
export async function judgeMembers(
  db: Database | Tx,
  keys: OrganizationKeys,
  members: readonly Reached[],
  asked: AudienceQuestion,
  dead: ReadonlySet<string>,
): Promise<readonly Judged[]> {
  const { terms, stream, communication, sending, now } = asked;
  const at = now.toISOString();
  const { organizationId } = keys;
  const buckets = [...new Set(members.map(({ bucket }) => bucket))];
  const told = await withConsent(db, organizationId, buckets);
  const mailed =
    sending.cap === null ? null : await mailedLately(db, organizationId, buckets, asked);
  const ids = members.flatMap(({ id }) => (told.has(id) || mailed?.has(id) ? [id] : []));
  const consent = await loadConsent(db, keys, ids);
  const wishes = await heedWishes(db, organizationId, sending, consent, now);
  const elsewhere = await otherAddresses(db, keys, consent, at);
  const deadElsewhere = await suppressedAmong(db, keys, [...elsewhere.values()]);
  const isDead = (id: string) => {
    const other = elsewhere.get(id);
    if (other === undefined) return dead.has(id);
    const reason = deadElsewhere.get(other)?.reason;
    return reason !== undefined && (reason !== 'complaint' || stream === 'marketing');
  };
  const questionOf = (events: readonly ConsentEvent[], state: string | null): Question => {
    const recipient = { ...recipientAt(events, at), state };
    return { sender: terms.sender, communication, recipient, now: at };
  };
  // of most people the ledger says nothing: what the gate says of one holds for all in a state
  const ofNobody = new Map<string | null, { question: Question; outcome: Outcome }>();
  const judgeOf = (id: string, state: string | null) => {
    const events = consent.get(id) ?? [];
    const known = events.length === 0 ? ofNobody.get(state) : undefined;
    if (known !== undefined) return known;
    const question = questionOf(events, state);
    const answer = { question, outcome: judge(question, terms.profile) };
    if (events.length === 0) ofNobody.set(state, answer);
    return answer;
  };
  const judged = members.map(({ id, hasEmail, state }): Judged => {
    if (!hasEmail) return { contactId: id, question: null, outcome: 'no_address' };
    if (isDead(id)) return { contactId: id, question: null, outcome: 'address_suppressed' };
    const { question, outcome } = judgeOf(id, state);
    if (typeof outcome === 'string' || !('permitted' in outcome) || !outcome.permitted) {
      return { contactId: id, question, outcome };
    }
    // 45 CFR 164.522(b): not to the address on file, whatever else they asked for
    if (outcome.obligations.includes('alternative_address') && !elsewhere.has(id)) {
      return { contactId: id, question, outcome: 'no_other_address' };
    }
    return { contactId: id, question, outcome: wishes(id) ?? outcome };
  });
  const incomplete = new Set(members.flatMap(({ id, complete }) => (complete ? [] : [id])));
  return notMade(db, keys, judged, asked, incomplete);
}
