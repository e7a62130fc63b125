import type { ConsentEvent, ConsentFact } from '@postern/core/consent';
import { sql } from 'kysely';
import { byBucket, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { readFact } from './fact-words.ts';

/**
 * All consent events of these contacts, oldest first; a contact without any has an empty list, so
 * that "nothing on file" and "not asked for" are not confused. One query for the whole batch.
 */
export async function loadConsent(
  db: Database | Tx,
  keys: OrganizationKeys,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ConsentEvent[]>> {
  const found = new Map<string, ConsentEvent[]>(contactIds.map((id) => [id, []]));
  if (found.size === 0) return found;
  const { rows } = await sql<{
    contact_id: string;
    id: string;
    at: Date;
    source: string;
    fact: ConsentFact;
    words_sealed: Buffer | null;
  }>`/* prepared: load_consent */
    select event.*
    from ${byBucket([...found.keys()])} as wanted,
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select contact_id, id, at, source, fact, words_sealed from consent_events
      where bucket = wanted.bucket and organization_id = ${keys.organizationId}
        and contact_id = any(wanted.ids)
      offset 0
    ) event
    order by event.at, event.id`.execute(db);
  for (const { contact_id: contactId, id, at, source, fact, words_sealed: words } of rows) {
    const read = readFact(keys, { contactId, id }, fact, words);
    found.get(contactId)?.push({ id, at: at.toISOString(), source, fact: read });
  }
  return found;
}
