import { applyChange, type ContactChange } from '@postern/core/contacts';
import type { Attributes } from '@postern/core/values';
import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { contentForm } from './contact-content.ts';
import { idsByKey, keyName, type LookupKey, lookupKeys } from './contact-keys.ts';
import { contactMark, type EarlierRows, numberMark, repeated } from './earlier-rows.ts';
import type { NewKeys } from './new-keys.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { openAll } from './open-contacts.ts';
import { markPatients } from './prospects.ts';
import { writeContacts } from './write-contacts.ts';
import { lockContacts } from './writer-lock.ts';

export type Upserted =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly id: string }
  | { readonly kind: 'rejected'; readonly reason: string };

const AMBIGUOUS =
  'More than one contact has this email; a record number is needed to tell them apart.';

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
 * One writer of contacts at a time in an organization, until the transaction ends: two imports of
 * one file would both find nobody and make everybody twice.
 */
export async function upsertContacts(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  changes: readonly ContactChange[],
  earlier: EarlierRows,
  now: Date,
): Promise<{ readonly outcomes: readonly Upserted[]; readonly newKeys: readonly NewKeys[] }> {
  const organizationId = keys.organizationId;
  await lockContacts(tx, organizationId);
  const wanted = changes.flatMap(({ set }) => lookupKeys(keys, matchable(set)));
  const index = await idsByKey(tx, organizationId, wanted);
  const found = [...new Set([...index.values()].flatMap((ids) => [...ids]))];
  const stored = await openAll(tx, keys, organizationId, found);
  const known = new Map<string, Attributes>(
    [...stored].map(([id, contact]) => [id, contact.attributes]),
  );
  const dirty = new Set<string>();
  const numbers = wanted.flatMap((key) => (key.kind === 'record_number' ? [numberMark(key)] : []));
  const seen = new Set(await earlier.among([...found.map(contactMark), ...new Set(numbers)]));
  const marks: string[] = [];
  const see = (mark: string) => {
    seen.add(mark);
    marks.push(mark);
  };

  const find = (change: ContactChange): Match => {
    const keyOf = (kind: 'email' | 'record_number') =>
      lookupKeys(keys, { [kind]: change.set[kind] ?? [] })[0];
    const having = (key: LookupKey | undefined) =>
      key === undefined ? [] : [...(index.get(keyName(key)) ?? [])];
    const key = keyOf('record_number');
    const number = key === undefined ? null : numberMark(key);
    const [record] = having(key);
    if (record !== undefined) return { kind: 'record number', id: record, number };
    const sharing = having(keyOf('email'));
    const numbered = number !== null;
    const fitting = sharing.filter((id) => !numbered || !known.get(id)?.record_number);
    const [one, ...more] = fitting;
    if (one !== undefined && more.length === 0) return { kind: 'email', id: one, number };
    return one === undefined || numbered ? { kind: 'nobody', number } : { kind: 'many' };
  };
  const remember = (id: string, before: Attributes, after: Attributes) => {
    for (const key of lookupKeys(keys, matchable(before))) index.get(keyName(key))?.delete(id);
    for (const key of lookupKeys(keys, matchable(after))) {
      const name = keyName(key);
      index.set(name, (index.get(name) ?? new Set()).add(id));
    }
    known.set(id, after);
    dirty.add(id);
  };

  const outcomes = changes.map((change): Upserted => {
    const match = find(change);
    if (match.kind === 'many') return { kind: 'rejected', reason: AMBIGUOUS };
    if (match.number !== null && seen.has(match.number)) return repeated('record number');
    const isNew = match.kind === 'nobody';
    const id = isNew ? v7() : match.id;
    if (seen.has(contactMark(id))) {
      // no contact has the number: nobody but the mark would know the next row with it
      if (match.kind === 'email' && match.number !== null) see(match.number);
      return repeated(match.kind === 'email' ? 'email' : 'record number');
    }
    see(contactMark(id));
    const before = known.get(id) ?? {};
    const after = applyChange(before, change);
    if (!isNew && contentForm(before) === contentForm(after)) return { kind: 'unchanged', id };
    remember(id, before, after);
    return { kind: isNew ? 'created' : 'updated', id };
  });
  const contacts = [...dirty].map((id) => ({
    id,
    attributes: known.get(id) ?? {},
    before: stored.get(id) ?? null,
  }));
  await writeContacts(tx, keys, definitions, contacts, now);
  const converted = contacts.filter(
    ({ id, attributes }) =>
      stored.get(id)?.attributes['relation'] === 'prospect' && attributes['relation'] === 'patient',
  );
  await markPatients(
    tx,
    keys,
    converted.map(({ id }) => id),
    now,
  );
  await earlier.add(marks);
  const newKeys = contacts.map(({ id, attributes }): NewKeys => {
    const had = lookupKeys(keys, matchable(stored.get(id)?.attributes ?? {})).map(keyName);
    const has = lookupKeys(keys, matchable(attributes));
    const tokens = has.flatMap((key) => (had.includes(keyName(key)) ? [] : [key.token]));
    return { contactId: id, tokens };
  });
  return { outcomes, newKeys };
}

/** Whom a change is about, and by what; `number` is the mark of the change's record number. */
type Match =
  | { readonly kind: 'record number' | 'email'; readonly id: string; readonly number: Mark }
  | { readonly kind: 'nobody'; readonly number: Mark }
  | { readonly kind: 'many' };
type Mark = string | null;

/** What contacts are matched by: a phone number is no person. */
function matchable({ email, record_number }: Attributes): Attributes {
  return {
    ...(email === undefined ? {} : { email }),
    ...(record_number === undefined ? {} : { record_number }),
  };
}
