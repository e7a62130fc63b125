import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** Addresses of whoever may release an application, by built-in or own role. */
export async function releasers(
  database: Database,
  organizationId: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from users
    where organization_id = ${organizationId} and left_at is null and (
      users.roles && array['administrator', 'integration_engineer']
      or exists (
        select from roles own where own.organization_id = users.organization_id
          and own.id::text = any (users.roles) and 'applications:write' = any (own.permissions)))
    order by email
  `.execute(database);
  return rows.map(({ email }) => email);
}
