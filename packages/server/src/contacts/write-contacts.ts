import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { bucketOf, copyIn, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type SealedContent, sealContent } from './contact-content.ts';
import { forgetKeys, keyName, lookupKeys, type OwnedKey, writeKeys } from './contact-keys.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import type { StoredContact } from './open-contacts.ts';
import { takePlaces, writeValues } from './pages/index.ts';

export interface ContactToWrite {
  readonly id: string;
  readonly attributes: Attributes;
  /** As it is stored; null for a new one. */
  readonly before: Pick<StoredContact, 'attributes' | 'place'> | null;
}

/**
 * Writes contacts whole: sealed identity and values, the blind index and the pages that segments read.
 * A handful of statements however many they are. The caller is the organization's only writer of
 * contacts (`upsertContacts` takes the lock).
 */
export async function writeContacts(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  contacts: readonly ContactToWrite[],
  now: Date,
): Promise<void> {
  if (contacts.length === 0) return;
  const placed = await withPlaces(tx, keys.organizationId, contacts);
  const rows = placed.map(({ id, attributes, before, place }) => ({
    bucket: bucketOf(id),
    id,
    place,
    isNew: before === null,
    hasEmail: attributes.email !== undefined,
    ...sealContent(keys, id, attributes, definitions),
  }));
  const fresh = rows.filter(({ isNew }) => isNew);
  await insertContacts(tx, keys.organizationId, fresh, now);
  const known = rows.filter(({ isNew }) => !isNew);
  await updateContacts(tx, keys.organizationId, known, now);
  await changeKeys(tx, keys, contacts);
  await writeValues(
    tx,
    keys,
    definitions,
    placed.map(({ id, attributes, before, place }) => ({
      id,
      place,
      // one without a place has nothing in pages yet
      before: before === null || before.place === null ? null : before.attributes,
      after: attributes,
    })),
  );
}

async function withPlaces(
  tx: Tx,
  organizationId: string,
  contacts: readonly ContactToWrite[],
): Promise<readonly (ContactToWrite & { readonly place: number })[]> {
  const without = contacts.filter(({ before }) => (before?.place ?? null) === null);
  const buckets = without.map(({ id }) => bucketOf(id));
  const taken = await takePlaces(tx, organizationId, buckets);
  const places = new Map(without.map(({ id }, index) => [id, taken[index] ?? 0]));
  return contacts.map((contact) => {
    const place = contact.before?.place ?? places.get(contact.id) ?? 0;
    return { ...contact, place };
  });
}

interface Row extends SealedContent {
  readonly bucket: number;
  readonly id: string;
  readonly place: number;
  readonly hasEmail: boolean;
}

async function insertContacts(
  tx: Tx,
  organizationId: string,
  rows: readonly Row[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = {
    bucket: 'smallint',
    organization_id: 'uuid',
    id: 'uuid',
    place: 'integer',
    identity_sealed: 'bytea',
    values_sealed: 'bytea',
    has_email: 'boolean',
    content_hash: 'bytea',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  } as const;
  await copyIn(
    tx,
    'contacts',
    columns,
    rows.map((row) => [
      row.bucket,
      organizationId,
      row.id,
      row.place,
      row.identity_sealed,
      row.values_sealed,
      row.hasEmail,
      row.content_hash,
      now,
      now,
    ]),
  );
}

async function updateContacts(
  tx: Tx,
  organizationId: string,
  rows: readonly Row[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const column = <Key extends keyof Row>(key: Key) => sql.val(rows.map((row) => row[key]));
  await sql`
    update contacts c
    set identity_sealed = n.identity_sealed, values_sealed = n.values_sealed, place = n.place,
      has_email = n.has_email, content_hash = n.content_hash, updated_at = ${now}
    from unnest(
      ${column('bucket')}::smallint[], ${column('id')}::uuid[], ${column('place')}::integer[],
      ${column('identity_sealed')}::bytea[], ${column('values_sealed')}::bytea[],
      ${column('hasEmail')}::boolean[], ${column('content_hash')}::bytea[]
    ) as n (bucket, id, place, identity_sealed, values_sealed, has_email, content_hash)
    where c.bucket = n.bucket and c.organization_id = ${organizationId} and c.id = n.id`.execute(
    tx,
  );
}

async function changeKeys(
  tx: Tx,
  keys: OrganizationKeys,
  contacts: readonly ContactToWrite[],
): Promise<void> {
  const gone: OwnedKey[] = [];
  const added: OwnedKey[] = [];
  for (const { id, attributes, before } of contacts) {
    const had = lookupKeys(keys, before?.attributes ?? {});
    const has = lookupKeys(keys, attributes);
    const old = new Set(had.map(keyName));
    const still = new Set(has.map(keyName));
    for (const key of had) if (!still.has(keyName(key))) gone.push({ ...key, contactId: id });
    for (const key of has) if (!old.has(keyName(key))) added.push({ ...key, contactId: id });
  }
  await forgetKeys(tx, keys.organizationId, gone);
  await writeKeys(tx, keys.organizationId, added);
}
