import { applyChange, type ContactChange } from '@postern/core/contacts';
import type { Attributes } from '@postern/core/values';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { sameContent } from './contact-content.ts';
import { idsByKey, keyName, type LookupKey } from './contact-keys.ts';
import { contactMark, type EarlierRows, numberMark, repeated } from './earlier-rows.ts';
import type { KnownKeys } from './known-keys.ts';
import type { NewIds } from './new-ids.ts';
import type { NewKeys } from './new-keys.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { openAll, type StoredContact } from './open-contacts.ts';
import { markPatients } from './prospects.ts';
import { writeContacts } from './write-contacts.ts';

/** A change, and the keys by which it says whom it is about. */
export interface KeyedChange {
  readonly change: ContactChange;
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

const AMBIGUOUS: Upserted = {
  kind: 'rejected',
  reason: 'More than one contact has this email; a record number is needed to tell them apart.',
};

/**
 * Applies changes in order, each to the contact with its record number; without one to the contact
 * with its email, as long as that has no other record number (a family may share an address); else
 * to a new contact. Answers what became of each, and who has got an address or a record number that
 * they had not. Nothing is written where nothing changes.
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
  const asked = changes.flatMap(({ email, number }) =>
    [email, number].filter((key) => key !== null && known.mayHave(key.token)),
  ) as LookupKey[];
  const index = await idsByKey(tx, organizationId, asked);
  const found = [...new Set([...index.values()].flatMap((some) => [...some]))];
  const stored = await openAll(tx, keys, organizationId, found);
  const seen = await seenBefore(stored, earlier);
  const numbers = changes.flatMap(({ number }) => (number === null ? [] : [number]));
  const seenNumbers = new Set(await earlier.numbersAmong(numbers.map(numberMark)));
  const current = new Map<string, Attributes>();
  const dirty = new Map<string, LookupKey[]>();
  const marks = { contacts: [] as string[], numbers: [] as string[] };

  const attributesOf = (id: string) => current.get(id) ?? stored.get(id)?.attributes ?? {};
  const having = (key: LookupKey | null): readonly string[] =>
    key === null ? [] : [...(index.get(keyName(key)) ?? [])];
  const find = ({ email, number }: KeyedChange): Match => {
    const [record] = having(number);
    if (record !== undefined) return { kind: 'record number', id: record };
    const sharing = having(email);
    if (sharing.length === 0) return { kind: 'nobody' };
    const fitting = sharing.filter((id) => number === null || !attributesOf(id).record_number);
    const [one, ...more] = fitting;
    if (one !== undefined && more.length === 0) return { kind: 'email', id: one };
    return one === undefined || number !== null ? { kind: 'nobody' } : { kind: 'many' };
  };
  const own = (key: LookupKey | null, id: string) => {
    if (key === null) return;
    const name = keyName(key);
    const ids = index.get(name);
    if (ids === undefined) index.set(name, new Set([id]));
    else ids.add(id);
  };
  /** Of addresses and numbers that changed, the old ones lead to the contact no more. */
  const disown = (id: string, before: Attributes, after: Attributes) => {
    for (const kind of ['email', 'record_number'] as const) {
      const had = before[kind];
      if (typeof had !== 'string' || had === after[kind]) continue;
      index.get(keyName({ kind, token: keys.lookupToken(kind, had) }))?.delete(id);
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
      // of somebody of whom nothing is known there is nothing to forget
      current.set(id, one.change.set);
      keep(id, one);
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
    const before = attributesOf(id);
    const alias = match.kind === 'record number' && leadsElsewhere(before, one);
    const after = applyChange(before, alias ? withoutNumber(one.change) : one.change);
    if (sameContent(before, after)) {
      marks.contacts.push(contactMark(id));
      return { kind: 'unchanged', id };
    }
    current.set(id, after);
    disown(id, before, after);
    keep(id, alias ? { ...one, number: null } : one);
    return { kind: 'updated', id };
  });
  /** The number of a record that was merged into this one, which keeps its own. */
  function leadsElsewhere({ record_number: own }: Attributes, { change, number }: KeyedChange) {
    if (typeof own !== 'string' || number === null || own === change.set.record_number)
      return false;
    return !keys.lookupToken('record_number', own).equals(number.token);
  }
  function keep(id: string, { email, number }: KeyedChange) {
    own(email, id);
    own(number, id);
    dirty.set(
      id,
      [email, number].filter((key) => key !== null),
    );
  }

  const contacts = [...dirty].map(([id, made]) => ({
    id,
    attributes: attributesOf(id),
    before: stored.get(id) ?? null,
    keys: made,
  }));
  const writing = { at: now, importId: earlier.importId };
  const newKeys = await writeContacts(tx, keys, definitions, contacts, writing);
  for (const { tokens } of newKeys) for (const token of tokens) known.add(token);
  const converted = contacts.filter(
    ({ before, attributes }) =>
      before?.attributes['relation'] === 'prospect' && attributes['relation'] === 'patient',
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
  stored: ReadonlyMap<string, StoredContact>,
  earlier: EarlierRows,
): Promise<Set<string>> {
  const ids = [...stored.keys()];
  const marked = await earlier.contactsAmong(ids.map(contactMark));
  return new Set(
    ids.filter(
      (id) => stored.get(id)?.importId === earlier.importId || marked.has(contactMark(id)),
    ),
  );
}

/** Contacts that bear the id of another import, which may come to them again. */
async function overwritten(
  contacts: readonly { readonly id: string; readonly before: StoredContact | null }[],
  earlier: EarlierRows,
) {
  const theirs = contacts.flatMap(({ id, before }) => {
    const importId = before?.importId ?? null;
    return importId === null ? [] : [{ importId, mark: contactMark(id) }];
  });
  if (theirs.length === 0) return [];
  const running = await earlier.others();
  return theirs.filter(({ importId }) => running.has(importId));
}
