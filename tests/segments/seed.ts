import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Attributes } from '../../packages/core/src/values/index.ts';
import { valueRows } from '../../packages/server/src/contacts/index.ts';
import { bucketOf, type Database } from '../../packages/server/src/database/index.ts';
import type { OrganizationKeys } from '../../packages/server/src/keys/index.ts';
import { definitions } from './definitions.ts';

const EMPTY = Buffer.alloc(0);

/** An organization with the sample definitions; its number and id are its own. */
export async function seedOrganization(database: Database, id: string, number: number) {
  await database
    .insertInto('organizations')
    .values({
      id,
      number,
      name: 'Riverside Family Health',
      postal_address: '1 River Road, Riverside, CA 92501',
      from_name: 'Riverside',
      from_address: 'news@example.org',
      sending_domain: 'example.org',
      profile: 'law',
      sender: '{}',
      transport: '{}',
      data_key_wrapped: EMPTY,
    })
    .execute();
  await database
    .insertInto('attribute_definitions')
    .values(
      definitions.map(({ deletedAt, ...columns }) => ({
        ...columns,
        // an id is unique within an organization alone
        organization_id: id,
        deleted_at: deletedAt,
      })),
    )
    .execute();
}

/** Contacts with their value rows, and nothing sealed: segments read no more. Answers their ids. */
export async function seedContacts(
  database: Database,
  keys: OrganizationKeys,
  contacts: readonly Attributes[],
): Promise<string[]> {
  const { organizationId } = keys;
  const ids = contacts.map(() => v7());
  const owners = ids.map((id) => ({ bucket: bucketOf(id), organization_id: organizationId, id }));
  if (owners.length > 0) {
    await database
      .insertInto('contacts')
      .values(
        owners.map((owner) => ({
          ...owner,
          identity_sealed: EMPTY,
          values_sealed: EMPTY,
          has_email: false,
          content_hash: EMPTY,
        })),
      )
      .execute();
  }
  const rows = owners.flatMap(({ bucket, organization_id, id }, place) =>
    valueRows(contacts[place] ?? {}, definitions, keys).map((row) => ({
      ...row,
      bucket,
      organization_id,
      contact_id: id,
    })),
  );
  if (rows.length > 0) await database.insertInto('contact_values').values(rows).execute();
  return ids;
}

export async function forgetContacts(database: Database): Promise<void> {
  await sql`truncate contacts, contact_values`.execute(database);
}
