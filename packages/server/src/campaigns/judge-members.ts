import { PAGE_CONTACTS } from '@postern/core/columns';
import { recipientAt } from '@postern/core/consent';
import { judge } from '@postern/core/gate';
import { comparableForm } from '@postern/core/values';
import {
  loadConsent,
  otherAddresses,
  suppressedAmong,
  suppressedContacts,
} from '../consent/index.ts';
import { findNumbers, type NumberedDefinition, readPages, STANDING } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { Member } from '../segments/index.ts';
import { heedWishes } from './heed-wishes.ts';
import type { AudienceQuestion, Judged } from './judged.ts';
import { notMade } from './not-made.ts';

/**
 * What the gate says of each of these members, in their order, without sending anything: whether
 * there is an address is a column, whether it is a dead one is told by its token, and the two states whose law differs are told by their tokens.
 * Nobody is opened but those who may receive it, and they only for a template with fields, to see
 * whether it can be made for them; and where those want to be written to who asked for another address.
 */
export async function judgeMembers(
  db: Database | Tx,
  keys: OrganizationKeys,
  members: readonly Member[],
  asked: AudienceQuestion,
): Promise<readonly Judged[]> {
  const { terms, stream, communication, definitions, sending, now } = asked;
  const known = await loadReach(db, keys, members, definitions);
  const ids = members.map(({ id }) => id);
  const dead = await suppressedContacts(db, keys.organizationId, ids, stream);
  const consent = await loadConsent(db, keys, ids);
  const wishes = await heedWishes(db, keys.organizationId, sending, consent, now);
  const at = now.toISOString();
  const elsewhere = await otherAddresses(db, keys, consent, at);
  const deadElsewhere = await suppressedAmong(db, keys, [...elsewhere.values()]);
  const isDead = (id: string) => {
    const other = elsewhere.get(id);
    if (other === undefined) return dead.has(id);
    const reason = deadElsewhere.get(other)?.reason;
    return reason !== undefined && (reason !== 'complaint' || stream === 'marketing');
  };
  const judged = members.flatMap(({ id }): Judged[] => {
    const reach = known.get(id);
    // deleted since the segment was asked
    if (reach === undefined) return [];
    if (!reach.has_email) return [{ contactId: id, question: null, outcome: 'no_address' }];
    if (isDead(id)) return [{ contactId: id, question: null, outcome: 'address_suppressed' }];
    const recipient = { ...recipientAt(consent.get(id) ?? [], at), state: reach.state };
    const question = { sender: terms.sender, communication, recipient, now: at };
    const judgement = judge(question, terms.profile);
    if (!judgement.permitted) return [{ contactId: id, question, outcome: judgement }];
    // 45 CFR 164.522(b): not to the address on file, whatever else they asked for
    if (judgement.obligations.includes('alternative_address') && !elsewhere.has(id)) {
      return [{ contactId: id, question, outcome: 'no_other_address' }];
    }
    return [{ contactId: id, question, outcome: wishes(id) ?? judgement }];
  });
  return notMade(db, keys, judged, asked);
}

interface Reach {
  readonly has_email: boolean;
  /** CA or WA; null for every other state, about which the gate asks nothing. */
  readonly state: string | null;
}

async function loadReach(
  db: Database | Tx,
  keys: OrganizationKeys,
  members: readonly Member[],
  definitions: readonly NumberedDefinition[],
): Promise<ReadonlyMap<string, Reach>> {
  const standing = await statesOf(db, keys, members, definitions);
  return new Map(
    members.flatMap(({ bucket, place, id }) => {
      const reach = standing(bucket, place);
      return reach === null ? [] : [[id, reach] as const];
    }),
  );
}

/** Whether who stands at a place can be reached, and where they live; null where nobody stands. */
async function statesOf(
  db: Database | Tx,
  keys: OrganizationKeys,
  members: readonly Member[],
  definitions: readonly NumberedDefinition[],
): Promise<(bucket: number, place: number) => Reach | null> {
  const state = definitions.find(({ key, deletedAt }) => key === 'state' && deletedAt === null);
  const buckets = [...new Set(members.map(({ bucket }) => bucket))];
  const attributes = [STANDING, ...(state ? [state.number] : [])];
  const pages = await readPages(db, keys.organizationId, attributes, buckets);
  const byPage = new Map(pages.map((page) => [`${page.bucket} ${page.page}`, page.columns]));
  const numberOf = state ? await findNumbers(db, keys, new Map([[state, formsOf(state)]])) : null;
  const stateOf = new Map(
    LAWS_OF_THEIR_OWN.flatMap((one) => {
      const number = state && numberOf?.(state, comparableForm(state, one));
      return number === undefined || number === null ? [] : [[number, one] as const];
    }),
  );
  return (bucket, place) => {
    const columns = byPage.get(`${bucket} ${Math.floor(place / PAGE_CONTACTS)}`);
    const slot = place % PAGE_CONTACTS;
    const standing = columns?.get(STANDING);
    const there = standing?.kind === 'flag' ? (standing.values[slot] ?? 0) : 0;
    if (there === 0) return null;
    const lives = state && columns?.get(state.number);
    const number = lives?.kind === 'one' ? (lives.values[slot] ?? 0) : 0;
    return { has_email: there === 2, state: stateOf.get(number) ?? null };
  };
}

const LAWS_OF_THEIR_OWN = ['CA', 'WA'] as const;

const formsOf = (state: NumberedDefinition) =>
  new Set(LAWS_OF_THEIR_OWN.map((one) => comparableForm(state, one)));
