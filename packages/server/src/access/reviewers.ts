import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** Addresses of whoever reviews emergency access, but for one user; by built-in or own role. */
export async function reviewers(
  database: Database,
  organizationId: string,
  except: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from users
    where organization_id = ${organizationId} and id <> ${except} and left_at is null and (
      'privacy_officer' = any (roles)
      or exists (
        select from roles own where own.organization_id = users.organization_id
          and own.id::text = any (users.roles) and 'emergency:review' = any (own.permissions)))
    order by email
  `.execute(database);
  if (rows.length > 0) return rows.map(({ email }) => email);
  // where nobody is the privacy officer, whoever administers is
  const administrators = await sql<{ email: string }>`
    select email from users
    where organization_id = ${organizationId} and id <> ${except} and left_at is null and 'administrator' = any (roles)
    order by email
  `.execute(database);
  return administrators.rows.map(({ email }) => email);
}
