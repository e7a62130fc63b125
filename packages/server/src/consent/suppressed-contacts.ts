import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/**
 * Which of these contacts have an address to which nothing of the stream is sent. Nobody is opened:
 * the token by which an address is found is the one under which it is suppressed.
 */
export async function suppressedContacts(
  db: Database | Tx,
  organizationId: string,
  ids: readonly string[],
  stream: 'marketing' | 'transactional',
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly id: string }>`
    select wanted.id
    from unnest(${sql.val(ids)}::uuid[]) as wanted (id),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select bucket, token from contact_keys
      where organization_id = ${organizationId} and contact_id = wanted.id and kind = 'email'
      offset 0
    ) key,
    lateral (
      select from suppressions
      where bucket = key.bucket and organization_id = ${organizationId} and token = key.token
        and released_at is null
        -- who complained of marketing still gets their results
        and (reason <> 'complaint' or ${stream} = 'marketing')
      offset 0
    ) suppressed
    where exists (
      select from suppressions where organization_id = ${organizationId} and released_at is null
    )`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
