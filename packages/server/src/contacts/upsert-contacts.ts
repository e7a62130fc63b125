import { applyChange, type ContactChange } from '@postern/core/contacts';
import type { Attributes } from '@postern/core/values';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { sameContent } from './contact-content.ts';
import { idsByKey, keyName, type LookupKey, tokenText } from './contact-keys.ts';
import { contactMark, type EarlierRows, numberMark, repeated } from './earlier-rows.ts';
import type { KnownKeys } from './known-keys.ts';
import type { NewIds } from './new-ids.ts';
import type { NewKeys } from './new-keys.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { markPatients } from './prospects.ts';
import type { ReadCells } from './read-cell.ts';
import { readStored, type StoredTexts } from './read-stored.ts';
import { type ValuesNews, valuesNews } from './values-news.ts';
import { type ContactToWrite, writeContacts } from './write-contacts.ts';

/** A change, and the keys by which it says whom it is about. */
export interface KeyedChange {
  /** Made anew each time that it is asked for. */
  readonly change: ContactChange;
  /** What it sets and clears, as cells. */
  readonly cells: ReadCells;
  /** Which the cells are of. */
  readonly attributes: readonly NumberedDefinition[];
  readonly email: LookupKey | null;
  readonly number: LookupKey | null;
}

export type Upserted =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly id: string }
  | { readonly kind: 'rejected'; readonly reason: string };

export interface Upsert {
  readonly outcomes: readonly Upserted[];
  readonly newKeys: readonly NewKeys[];
  /** Record numbers that were marked, since no contact bears them. */
  readonly numberMarks: number;
}

/**
 * An address that more have is nobody's own ("none@..." in a clinic's file): none of them is meant by it
 * alone. Of 20,000 who had one, each batch opened all, until the process had no memory left.
 */
const MOST_SHARING = 50;

const AMBIGUOUS: Upserted = {
  kind: 'rejected',
  reason: 'More than one contact has this email; a record number is needed to tell them apart.',
};

/**
 * Applies changes in order, each to the contact with its record number; without one to the contact
 * with its email, as long as that has no other record number (a family may share an address); else
 * to a new contact. Answers what became of each, and who has got an address or a record number that
 * they had not. Nothing is written where nothing changes. An address that more than 50 share names nobody.
 *
 * One source says one thing about a contact: the first change counts, and each later one with the
 * same record number, or that would go to the same contact, is rejected. Were the last to win, two
 * people on one record number would become one, and the same file again would change both anew.
 *
 * The caller holds the lock of the organization's contacts (`lockContacts`), and `known` has begun.
 */
export async function upsertContacts(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  changes: readonly KeyedChange[],
  { earlier, known, ids }: { earlier: EarlierRows; known: KnownKeys; ids: NewIds },
  now: Date,
): Promise<Upsert> {
  const { organizationId } = keys;
  const mayHave = (key: LookupKey | null): readonly LookupKey[] =>
    key !== null && known.mayHave(tokenText(key)) ? [key] : [];
  const byNumber = await idsByKey(
    tx,
    organizationId,
    changes.flatMap(({ number }) => mayHave(number)),
  );
  // whose number is known is looked for by nothing else
  const byEmail = await idsByKey(
    tx,
    organizationId,
    changes.flatMap(({ email, number }) =>
      number !== null && byNumber.has(keyName(number)) ? [] : mayHave(email),
    ),
    MOST_SHARING + 1,
  );
  const having = [...byNumber, ...byEmail];
  const index = new Map(having.map(([name, ids]) => [name, [...ids]]));
  const found = [...new Set(having.flatMap(([, some]) => [...some]))];
  const stored = await readStored(tx, keys, found);
  const seen = await seenBefore(stored, earlier);
  const numbers = changes.flatMap(({ number }) => (number === null ? [] : [number]));
  const seenNumbers = new Set(await earlier.numbersAmong(numbers));
  /** Who is to be written, by id. */
  const dirty = new Map<string, Dirty>();
  const marks = { contacts: [] as string[], numbers: [] as string[] };

  const attributesOf = (id: string) =>
    dirty.get(id)?.attributes ?? stored.get(id)?.attributes ?? {};
  const owners = (key: LookupKey | null): readonly string[] =>
    (key === null ? undefined : index.get(keyName(key))) ?? NOBODY;
  const find = ({ email, number }: KeyedChange): Match => {
    const [record] = owners(number);
    if (record !== undefined) return { kind: 'record number', id: record };
    const sharing = owners(email);
    if (sharing.length === 0) return { kind: 'nobody' };
    if (sharing.length > MOST_SHARING) return { kind: number === null ? 'many' : 'nobody' };
    const fitting = sharing.filter((id) => number === null || !attributesOf(id).record_number);
    const [one, ...more] = fitting;
    if (one !== undefined && more.length === 0) return { kind: 'email', id: one };
    return one === undefined || number !== null ? { kind: 'nobody' } : { kind: 'many' };
  };
  const own = (key: LookupKey | null, id: string) => {
    if (key === null) return;
    const name = keyName(key);
    const ids = index.get(name);
    if (ids === undefined) index.set(name, [id]);
    else if (!ids.includes(id)) ids.push(id);
  };
  /** Of addresses and numbers that changed, the old ones lead to the contact no more. */
  const disown = (id: string, before: Attributes, after: Attributes) => {
    for (const kind of ['email', 'record_number'] as const) {
      const had = before[kind];
      if (typeof had !== 'string' || had === after[kind]) continue;
      const name = keyName({ kind, token: keys.lookupToken(kind, had) });
      const ids = index.get(name);
      if (ids !== undefined)
        index.set(
          name,
          ids.filter((one) => one !== id),
        );
    }
  };

  const outcomes = changes.map((one): Upserted => {
    const match = find(one);
    if (match.kind === 'many') return AMBIGUOUS;
    const mark = one.number === null || seenNumbers.size === 0 ? null : numberMark(one.number);
    if (mark !== null && seenNumbers.has(mark)) return repeated('record number');
    if (match.kind === 'nobody') {
      const id = ids.take();
      seen.add(id);
      const { email, number, change } = one;
      const said = keysOf({ email, number });
      keep(id, one, { id, attributes: change.set, before: null, keys: said });
      return { kind: 'created', id };
    }
    const { id } = match;
    if (seen.has(id)) {
      // no contact has the number: nobody but the mark would know the next row with it
      if (match.kind === 'email' && one.number !== null) {
        seenNumbers.add(numberMark(one.number));
        marks.numbers.push(numberMark(one.number));
      }
      return repeated(match.kind);
    }
    seen.add(id);
    const onFile = stored.get(id);
    const news = onFile === undefined ? null : valuesNews(onFile, one.cells, one.attributes);
    if (news === 'same') {
      marks.contacts.push(contactMark(id));
      return { kind: 'unchanged', id };
    }
    if (onFile !== undefined && news !== null) {
      dirty.set(id, new ContactNews(onFile, news, one));
      return { kind: 'updated', id };
    }
    const before = attributesOf(id);
    const { change } = one;
    const alias = match.kind === 'record number' && leadsElsewhere(before, change, one.number);
    const after = applyChange(before, alias ? withoutNumber(change) : change);
    if (sameContent(before, after)) {
      marks.contacts.push(contactMark(id));
      return { kind: 'unchanged', id };
    }
    disown(id, before, after);
    const said = { email: one.email, number: alias ? null : one.number };
    keep(id, said, { id, attributes: after, before: stored.get(id) ?? null, keys: keysOf(said) });
    return { kind: 'updated', id };
  });
  /** The number of a record that was merged into this one, which keeps its own. */
  function leadsElsewhere(
    { record_number: own }: Attributes,
    { set }: ContactChange,
    number: LookupKey | null,
  ) {
    if (typeof own !== 'string' || number === null || own === set.record_number) return false;
    return !keys.lookupToken('record_number', own).equals(number.token);
  }
  function keep(id: string, { email, number }: Said, contact: Dirty) {
    own(email, id);
    own(number, id);
    dirty.set(id, contact);
  }

  const contacts = [...dirty.values()];
  const writing = { at: now, importId: earlier.importId };
  const newKeys = await writeContacts(tx, keys, definitions, contacts, writing);
  for (const { email, number } of changes) {
    for (const key of [email, number]) if (key !== null) known.add(tokenText(key));
  }
  const converted = contacts.filter(
    (contact) =>
      // of a prospect there are no news alone
      contact.news === undefined &&
      contact.before?.attributes['relation'] === 'prospect' &&
      contact.attributes['relation'] === 'patient',
  );
  await markPatients(
    tx,
    keys,
    converted.map(({ id }) => id),
    now,
  );
  const others = await overwritten(contacts, earlier);
  await earlier.add({ ...marks, others });
  return { outcomes, newKeys, numberMarks: marks.numbers.length };
}

const NOBODY: readonly string[] = [];

type Said = Pick<KeyedChange, 'email' | 'number'>;
type Dirty = ContactToWrite & { readonly before: StoredTexts | null };

const keysOf = ({ email, number }: Said): readonly LookupKey[] =>
  [email, number].filter((key) => key !== null);

/** Somebody of whom a row says other values. */
class ContactNews implements Dirty {
  readonly id: string;
  readonly before: StoredTexts;
  readonly news: ValuesNews;
  readonly #row: KeyedChange;

  constructor(before: StoredTexts, news: ValuesNews, row: KeyedChange) {
    this.id = before.id;
    this.before = before;
    this.news = news;
    this.#row = row;
  }

  get attributes(): Attributes {
    return applyChange(this.before.attributes, this.#row.change);
  }
}

function withoutNumber({ set, clear }: ContactChange): ContactChange {
  const { record_number: _, ...rest } = set;
  return { set: rest, clear };
}

/** Whom a change is about, and by what. */
type Match =
  | { readonly kind: 'record number' | 'email'; readonly id: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'many' };

async function seenBefore(
  stored: ReadonlyMap<string, StoredTexts>,
  earlier: EarlierRows,
): Promise<Set<string>> {
  const marked = await earlier.contactsAmong([...stored.keys()].map(contactMark));
  const seen = new Set<string>();
  for (const { id, importId } of stored.values()) {
    if (importId === earlier.importId || marked.has(contactMark(id))) seen.add(id);
  }
  return seen;
}

/** Contacts that bear the id of another import, which may come to them again. */
async function overwritten(
  contacts: readonly { readonly id: string; readonly before: StoredTexts | null }[],
  earlier: EarlierRows,
) {
  const theirs = contacts.filter(({ before }) => (before?.importId ?? null) !== null);
  if (theirs.length === 0) return [];
  const running = await earlier.others();
  if (running.size === 0) return [];
  return theirs.flatMap(({ id, before }) => {
    const importId = before?.importId ?? '';
    return running.has(importId) ? [{ importId, mark: contactMark(id) }] : [];
  });
}
