import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** Somebody who works here, as an administrator sees them. */
export interface ListedUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** Sessions that hold now. */
  readonly sessions: number;
  readonly lastSeenAt: Date | null;
  readonly lockedUntil: Date | null;
}

/** Everybody of an organization, by name. */
export async function listUsers(
  database: Database,
  organizationId: string,
  now: Date,
): Promise<readonly ListedUser[]> {
  const { rows } = await sql<ListedUser>`
    select users.id, name, email, roles, seen.sessions, seen.last as "lastSeenAt",
      case when locked_until > ${now}::timestamptz then locked_until end as "lockedUntil"
    from users, lateral (
      select count(*) filter (where revoked_at is null and expires_at > ${now}::timestamptz
          and last_seen_at > ${now}::timestamptz - interval '1 hour')::integer as sessions,
        max(last_seen_at) as last
      from sessions where user_id = users.id
    ) seen
    where organization_id = ${organizationId}
    order by lower(name), users.id
  `.execute(database);
  return rows;
}
