import { applyChange, type ContactChange } from '@postern/core/contacts';
import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { contentForm } from './contact-content.ts';
import { idsByKey, keyName, lookupKeys } from './contact-keys.ts';
import { openAll } from './open-contacts.ts';
import type { NumberedDefinition } from './value-rows.ts';
import { writeContacts } from './write-contacts.ts';

export type Upserted =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly id: string }
  | { readonly kind: 'rejected'; readonly reason: string };

const AMBIGUOUS =
  'More than one contact has this email; a record number is needed to tell them apart.';

/**
 * Applies changes in order, each to the contact with its record number; without one to the contact
 * with its email, as long as that has no other record number (a family may share an address); else
 * to a new contact. Answers what became of each. Nothing is written where nothing changes.
 *
 * One writer of contacts at a time in an organization, until the transaction ends: two imports of
 * one file would both find nobody and make everybody twice.
 */
export async function upsertContacts(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  changes: readonly ContactChange[],
  now: Date,
): Promise<readonly Upserted[]> {
  const organizationId = keys.organizationId;
  // the deletes that follow look into an index for each row; with the statistics of an empty table,
  // as in the middle of a first import, a hash or merge join would read the whole organization
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${`contacts:${organizationId}`}, 0)),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
  `.execute(tx);
  const wanted = changes.flatMap(({ set }) => lookupKeys(keys, matchable(set)));
  const index = await idsByKey(tx, organizationId, wanted);
  const found = [...new Set([...index.values()].flatMap((ids) => [...ids]))];
  const stored = await openAll(tx, keys, organizationId, found);
  const known = new Map<string, Attributes>(
    [...stored].map(([id, contact]) => [id, contact.attributes]),
  );
  const dirty = new Set<string>();

  const find = (change: ContactChange): { readonly id: string | null } | 'many' => {
    const by = (kind: 'email' | 'record_number') => {
      const [key] = lookupKeys(keys, { [kind]: change.set[kind] ?? [] });
      return key === undefined ? [] : [...(index.get(keyName(key)) ?? [])];
    };
    const [record] = by('record_number');
    if (record !== undefined) return { id: record };
    const sharing = by('email');
    const numbered = change.set.record_number !== undefined;
    const fitting = sharing.filter((id) => !numbered || !known.get(id)?.record_number);
    const [one, ...more] = fitting;
    if (one !== undefined && more.length === 0) return { id: one };
    return one === undefined || numbered ? { id: null } : 'many';
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
    if (match === 'many') return { kind: 'rejected', reason: AMBIGUOUS };
    const isNew = match.id === null;
    const id = match.id ?? v7();
    const before = known.get(id) ?? {};
    const after = applyChange(before, change);
    if (!isNew && contentForm(before) === contentForm(after)) return { kind: 'unchanged', id };
    remember(id, before, after);
    return { kind: isNew ? 'created' : 'updated', id };
  });
  const contacts = [...dirty].map((id) => ({
    id,
    attributes: known.get(id) ?? {},
    isNew: !stored.has(id),
  }));
  await writeContacts(tx, keys, definitions, contacts, now);
  return outcomes;
}

/** What contacts are matched by: a phone number is no person. */
function matchable({ email, record_number }: Attributes): Attributes {
  return {
    ...(email === undefined ? {} : { email }),
    ...(record_number === undefined ? {} : { record_number }),
  };
}
