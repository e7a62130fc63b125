import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** Milliseconds for which the names are kept: settings change seldom. */
const KEPT = 60_000;

/**
 * What our organizations call this server in EHLO: an MX record of that name leads back to us, and
 * mail for it would go in circles (RFC 5321 section 6.3). A name counts where the organization has
 * shown that the domain above it is its own, by a DKIM record that was found: nobody may call a
 * stranger's mail server ours and so keep the others' mail from it. Rejects while the database is away.
 */
export function ownHosts(database: Database, now: () => Date): () => Promise<readonly string[]> {
  let known: { readonly names: Promise<readonly string[]>; readonly until: number } | null = null;
  return () => {
    if (known !== null && now().getTime() < known.until) return known.names;
    const names = read(database);
    known = { names, until: now().getTime() + KEPT };
    names.catch(() => {
      known = null;
    });
    return names;
  };
}

async function read(database: Database): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('organizations')
    .select(sql<string>`transport ->> 'helloName'`.as('name'))
    .where(sql<boolean>`transport ->> 'kind' = 'direct'`)
    .where(
      sql<boolean>`exists (
        select from streams
        join domain_checks as found on found.organization_id = streams.organization_id
          and found.stream = streams.stream and found.kind = 'dkim' and found.state = 'ok'
        where streams.organization_id = organizations.id
          and right('.' || lower(transport ->> 'helloName'), length(streams.domain) + 1)
            = '.' || lower(streams.domain))`,
    )
    .execute();
  return rows.map(({ name }) => name);
}
