import type { ConsentFact } from '@postern/core/consent';
import { type OrganizationKeys, SealBroken } from '../keys/index.ts';

/** Which event of the ledger the words are of. */
interface EventPlace {
  readonly contactId: string;
  readonly id: string;
}

/** What of a fact is kept in clear, and its words, sealed; null where it has none. */
interface Parted {
  readonly fact: unknown;
  readonly words: Buffer | null;
}

const contextOf = ({ contactId, id }: EventPlace) => `consent_events.words:${contactId}:${id}`;

/**
 * Takes what a fact says in free words out of it: the name of the event at which an authorization
 * ends (45 CFR 164.508(c)(1)(v)). It comes from a paper or a file, and can tell of the person.
 */
export function partWords(keys: OrganizationKeys, place: EventPlace, fact: ConsentFact): Parted {
  if (fact.kind !== 'authorization_signed' || fact.document.expiry?.kind !== 'event') {
    return { fact, words: null };
  }
  const { name, ...expiry } = fact.document.expiry;
  return {
    fact: { ...fact, document: { ...fact.document, expiry } },
    words: keys.sealJson({ name }, contextOf(place)),
  };
}

/** The fact as it was recorded. Throws `SealBroken` when its words were altered, or are another's. */
export function joinWords(
  keys: OrganizationKeys,
  place: EventPlace,
  fact: ConsentFact,
  words: Buffer | null,
): ConsentFact {
  if (fact.kind !== 'authorization_signed') return fact;
  const { expiry } = fact.document;
  if (expiry?.kind !== 'event') return fact;
  if (words === null) {
    // of before the words were sealed; who has neither had them taken away
    if ('name' in expiry) return fact;
    throw new SealBroken();
  }
  const opened = keys.openJson(words, contextOf(place));
  if (typeof opened !== 'object' || opened === null || !('name' in opened)) throw new SealBroken();
  const name = String(opened.name);
  return { ...fact, document: { ...fact.document, expiry: { ...expiry, name } } };
}

/**
 * The same for whoever judges by it: a document whose words do not open states no end that anybody
 * can read, so it allows nothing, and holds up nobody else.
 */
export function readFact(
  keys: OrganizationKeys,
  place: EventPlace,
  fact: ConsentFact,
  words: Buffer | null,
): ConsentFact {
  try {
    return joinWords(keys, place, fact, words);
  } catch (error) {
    if (!(error instanceof SealBroken) || fact.kind !== 'authorization_signed') throw error;
    return { ...fact, document: { ...fact.document, expiry: null } };
  }
}
