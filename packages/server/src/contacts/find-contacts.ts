import { sql } from 'kysely';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { lookupKeys } from './contact-keys.ts';
import { type ContactRow, contactOf, type OpenedContact, withoutKeys } from './open-contacts.ts';

/** More people than this share no address; the answer stays a page. */
const MOST = 100;

/**
 * The contacts whose email, record number or phone number is exactly this text (upper and lower
 * case, and the punctuation of a phone number, do not matter), through the blind index: the newest first.
 *
 * One statement: who has a key, what is on file of them, and what deleted attributes left in it. As three
 * it took 1.4 ms beside 0.5.
 */
export async function findContacts(
  db: Database | Tx,
  keys: OrganizationKeys,
  text: string,
): Promise<readonly OpenedContact[]> {
  const plain = text.trim();
  const phone = plain.replace(/\D/g, '').length >= 7 ? { phone: plain } : {};
  const wanted = lookupKeys(keys, { email: plain, record_number: plain, ...phone });
  // as rows, not as lists: of those PostgreSQL knows how many they are, and keeps the plan it has made
  const asked = wanted.map(
    ({ kind, token }) => sql`(${bucketOf(token)}::smallint, ${kind}, ${token}::bytea)`,
  );
  const { rows } = await sql<
    ContactRow & { deleted: string[] | null }
  >`/* prepared: find_contacts */
    select c.*, (
      select array_agg(key) from attribute_definitions
      where organization_id = ${keys.organizationId} and deleted_at is not null
    ) as deleted
    from (
      select distinct k.contact_id
      from (values ${sql.join(asked)}) as wanted (bucket, kind, token),
      -- "offset 0": one look into the index for each, as in openAll
      lateral (
        select contact_id from contact_keys
        where bucket = wanted.bucket and organization_id = ${keys.organizationId}
          and kind = wanted.kind and token = wanted.token
        offset 0
      ) k
      order by k.contact_id
      limit ${sql.lit(MOST)}
    ) found,
    lateral (
      select id, identity_sealed, values_sealed, date_part('epoch', created_at) * 1000 as created,
        date_part('epoch', updated_at) * 1000 as updated, place, import_id
      from contacts
      -- the same bucket as of bucketOf
      where bucket = get_byte(sha256(convert_to(found.contact_id::text, 'UTF8')), 0)
        and organization_id = ${keys.organizationId} and id = found.contact_id
      offset 0
    ) c
    order by c.id desc
  `.execute(db);
  return rows.map(({ deleted, ...row }) => withoutKeys(contactOf(keys, row), deleted ?? []));
}
