import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { byBucket, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { openContent } from './contact-content.ts';
import type { NumberedDefinition } from './numbered-definition.ts';

export interface OpenedContact {
  readonly id: string;
  /** Identity and values by key, of definitions that were not deleted. */
  readonly attributes: Attributes;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * Opens these contacts in one query. An id that is no contact of the organization is missing from
 * the answer. Throws `SealBroken` when a row was altered.
 */
export async function openContacts(
  db: Database | Tx,
  keys: OrganizationKeys,
  organizationId: string,
  ids: readonly string[],
  definitions: readonly NumberedDefinition[],
): Promise<ReadonlyMap<string, OpenedContact>> {
  const all = await openAll(db, keys, organizationId, ids);
  const deleted = definitions.flatMap((one) => (one.deletedAt === null ? [] : [one.key]));
  if (deleted.length === 0) return all;
  return new Map([...all].map(([id, contact]) => [id, withoutKeys(contact, deleted)]));
}

/** Without what deleted definitions left behind. */
export function withoutKeys(contact: OpenedContact, deleted: readonly string[]): OpenedContact {
  if (deleted.length === 0) return contact;
  const known = Object.entries(contact.attributes).filter(([key]) => !deleted.includes(key));
  return { ...contact, attributes: Object.fromEntries(known) };
}

/** As it is stored, for writing it back. */
export interface StoredContact extends OpenedContact {
  /** Null: its values are in no page yet. */
  readonly place: number | null;
  /** The import that wrote it last. */
  readonly importId: string | null;
}

/** As `openContacts`, with what deleted definitions left behind. */
export async function openAll(
  db: Database | Tx,
  keys: OrganizationKeys,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, StoredContact>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<ContactRow>`/* prepared: open_contacts */
    select c.*
    from ${byBucket(ids)} as wanted,
    -- "offset 0": one look into the index for each, also when the statistics are those of an empty
    -- table, as in the middle of an import (a join then reads the whole organization: 50 ms, not 2)
    lateral (
      select id, identity_sealed, values_sealed, date_part('epoch', created_at) * 1000 as created,
        date_part('epoch', updated_at) * 1000 as updated, place, import_id
      from contacts
      where bucket = wanted.bucket and organization_id = ${organizationId} and id = any(wanted.ids)
      offset 0
    ) c
  `.execute(db);
  return new Map(rows.map((row) => [row.id, contactOf(keys, row)]));
}

/** A row of `contacts`; times in milliseconds. */
export interface ContactRow {
  readonly id: string;
  readonly identity_sealed: Buffer;
  readonly values_sealed: Buffer;
  readonly created: number;
  readonly updated: number;
  readonly place: number | null;
  readonly import_id: string | null;
}

export const contactOf = (keys: OrganizationKeys, row: ContactRow): StoredContact => ({
  id: row.id,
  attributes: openContent(keys, row.id, row),
  createdAt: new Date(row.created),
  updatedAt: new Date(row.updated),
  place: row.place,
  importId: row.import_id,
});
