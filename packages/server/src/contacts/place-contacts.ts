import { sql } from 'kysely';
import { BUCKETS, type Database, inTransaction } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { loadDefinitions } from './definitions.ts';
import { openAll } from './open-contacts.ts';
import { writeContacts } from './write-contacts.ts';
import { lockContacts } from './writer-lock.ts';

const AT_ONCE = 1_000;

/**
 * Puts the values of contacts into pages who have no place yet: those of an installation from before
 * pages. Until then they are in no segment. Goes on where it stopped; answers how many it placed.
 */
export async function placeContacts(
  database: Database,
  keys: OrganizationKeys,
  now: Date,
): Promise<number> {
  let placed = 0;
  for (let bucket = 0; bucket < BUCKETS; ) {
    const done = await inTransaction(database, async (tx) => {
      await lockContacts(tx, keys.organizationId);
      const { rows } = await sql<{ id: string }>`
        select id from contacts
        where bucket = ${bucket} and organization_id = ${keys.organizationId} and place is null
        limit ${AT_ONCE}`.execute(tx);
      const ids = rows.map(({ id }) => id);
      const stored = await openAll(tx, keys, keys.organizationId, ids);
      const definitions = await loadDefinitions(tx, keys.organizationId);
      const contacts = [...stored.values()].map((contact) => ({ ...contact, before: contact }));
      await writeContacts(tx, keys, definitions, contacts, now);
      return rows.length;
    });
    placed += done;
    if (done < AT_ONCE) bucket += 1;
  }
  return placed;
}
