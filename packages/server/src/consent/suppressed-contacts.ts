import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/**
 * The contacts of an organization who have an address to which nothing of the stream is sent. Nobody is
 * opened: the token under which an address is suppressed is the one by which it is found. One look into
 * the index for each suppressed address, whatever the number of contacts.
 */
export async function suppressedContacts(
  db: Database | Tx,
  organizationId: string,
  stream: 'marketing' | 'transactional',
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly id: string }>`
    select key.contact_id as id
    from suppressions s,
    lateral (
      select contact_id from contact_keys
      where bucket = s.bucket and organization_id = s.organization_id and kind = 'email'
        and token = s.token
      offset 0
    ) key
    where s.organization_id = ${organizationId} and s.released_at is null
      -- who complained of marketing still gets their results
      and (s.reason <> 'complaint' or ${stream} = 'marketing')`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
