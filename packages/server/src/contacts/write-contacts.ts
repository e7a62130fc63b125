import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { sealContent } from './contact-content.ts';
import { lookupKeys } from './contact-keys.ts';
import { type NumberedDefinition, valueRows } from './value-rows.ts';

export interface ContactToWrite {
  readonly id: string;
  readonly attributes: Attributes;
  /** False: what is there is replaced, with its keys and values. */
  readonly isNew: boolean;
}

/**
 * Writes contacts whole: sealed identity and values, the blind index and the rows for segments. A
 * handful of statements however many they are (`unnest` takes 400,000 rows a second).
 */
export async function writeContacts(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  contacts: readonly ContactToWrite[],
  now: Date,
): Promise<void> {
  if (contacts.length === 0) return;
  const organizationId = keys.organizationId;
  await forget(
    tx,
    organizationId,
    contacts.flatMap((contact) => (contact.isNew ? [] : [contact.id])),
  );
  const rows = contacts.map(({ id, attributes }) => ({
    bucket: bucketOf(id),
    id,
    has_email: attributes.email !== undefined,
    ...sealContent(keys, id, attributes, definitions),
  }));
  await sql`
    insert into contacts (bucket, organization_id, id, identity_sealed, values_sealed, has_email,
      content_hash, created_at, updated_at)
    select bucket, ${organizationId}::uuid, id, identity_sealed, values_sealed, has_email,
      content_hash, ${now}::timestamptz, ${now}::timestamptz
    from unnest(
      ${column(rows, 'bucket')}::smallint[], ${column(rows, 'id')}::uuid[],
      ${column(rows, 'identity_sealed')}::bytea[], ${column(rows, 'values_sealed')}::bytea[],
      ${column(rows, 'has_email')}::boolean[], ${column(rows, 'content_hash')}::bytea[]
    ) as new (bucket, id, identity_sealed, values_sealed, has_email, content_hash)
    on conflict (bucket, organization_id, id) do update set
      identity_sealed = excluded.identity_sealed, values_sealed = excluded.values_sealed,
      has_email = excluded.has_email, content_hash = excluded.content_hash,
      updated_at = excluded.updated_at`.execute(tx);
  await insertKeys(tx, keys, contacts);
  await insertValues(tx, keys, definitions, contacts);
}

async function forget(tx: Tx, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from contact_keys
    where organization_id = ${organizationId} and contact_id = any(${sql.val(ids)}::uuid[])
  `.execute(tx);
  await sql`
    delete from contact_values v
    using unnest(${sql.val(ids.map(bucketOf))}::smallint[], ${sql.val(ids)}::uuid[])
      as old (bucket, id)
    where v.bucket = old.bucket and v.organization_id = ${organizationId} and v.contact_id = old.id
  `.execute(tx);
}

async function insertKeys(
  tx: Tx,
  keys: OrganizationKeys,
  contacts: readonly ContactToWrite[],
): Promise<void> {
  const rows = contacts.flatMap(({ id, attributes }) =>
    lookupKeys(keys, attributes).map((key) => ({ ...key, id, bucket: bucketOf(key.token) })),
  );
  await sql`
    insert into contact_keys (bucket, organization_id, kind, token, contact_id)
    select bucket, ${keys.organizationId}::uuid, kind, token, contact_id
    from unnest(
      ${column(rows, 'bucket')}::smallint[], ${column(rows, 'kind')}::text[],
      ${column(rows, 'token')}::bytea[], ${column(rows, 'id')}::uuid[]
    ) as new (bucket, kind, token, contact_id)`.execute(tx);
}

async function insertValues(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  contacts: readonly ContactToWrite[],
): Promise<void> {
  const rows = contacts.flatMap(({ id, attributes }) => {
    const bucket = bucketOf(id);
    return valueRows(attributes, definitions, keys).map((row) => ({ ...row, bucket, id }));
  });
  await sql`
    insert into contact_values (bucket, organization_id, contact_id, attribute, ordinal, token,
      ancestor, number, day, flag)
    select bucket, ${keys.organizationId}::uuid, contact_id, attribute, ordinal, token,
      ancestor, number, day, flag
    from unnest(
      ${column(rows, 'bucket')}::smallint[], ${column(rows, 'id')}::uuid[],
      ${column(rows, 'attribute')}::integer[], ${column(rows, 'ordinal')}::smallint[],
      ${column(rows, 'token')}::bytea[], ${column(rows, 'ancestor')}::boolean[],
      ${column(rows, 'number')}::double precision[], ${column(rows, 'day')}::date[],
      ${column(rows, 'flag')}::boolean[]
    ) as new (bucket, contact_id, attribute, ordinal, token, ancestor, number, day, flag)
  `.execute(tx);
}

/** One column of the rows, as one parameter. */
function column<Row, Key extends keyof Row>(rows: readonly Row[], key: Key) {
  return sql.val(rows.map((row) => row[key]));
}
