import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Attributes } from '../../packages/core/src/values/index.ts';
import { writeContacts } from '../../packages/server/src/contacts/index.ts';
import { type Database, inTransaction } from '../../packages/server/src/database/index.ts';
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

/** Contacts as the product writes them. Answers their ids. */
export async function seedContacts(
  database: Database,
  keys: OrganizationKeys,
  contacts: readonly Attributes[],
  ids: readonly string[] = contacts.map(() => v7()),
): Promise<string[]> {
  const written = contacts.map((attributes, place) => ({
    id: ids[place] ?? v7(),
    attributes,
    before: null,
  }));
  await inTransaction(database, (tx) => writeContacts(tx, keys, definitions, written, new Date()));
  return written.map(({ id }) => id);
}

export async function forgetContacts(database: Database): Promise<void> {
  await sql`truncate contacts, contact_keys, contact_pages`.execute(database);
}
