import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import { accountSubject } from './failures.ts';

/** Somebody who works here, as an administrator sees them. */
export interface ListedUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** Sessions that hold now. */
  readonly sessions: number;
  readonly lastSeenAt: Date | null;
  readonly passkeys: number;
  /** Whether they have an authenticator app. */
  readonly totp: boolean;
  /** After many wrong tries from everywhere; a passkey signs in all the same. */
  readonly lockedUntil: Date | null;
}

/** Everybody of an organization, by name. */
export async function listUsers(
  database: Database,
  organizationId: string,
  now: Date,
): Promise<readonly ListedUser[]> {
  const { rows } = await sql<Omit<ListedUser, 'lockedUntil'>>`
    select users.id, users.name, email, roles, seen.sessions, seen.last as "lastSeenAt",
      (select count(*)::integer from passkeys where user_id = users.id) as passkeys,
      exists (select from totp_secrets
        where user_id = users.id and secret_sealed is not null) as totp
    from users join organizations on organizations.id = organization_id, lateral (
      select count(*) filter (where stage <> 'factor' and revoked_at is null
          and expires_at > ${now}::timestamptz
          and last_seen_at > ${now}::timestamptz - make_interval(mins => idle_minutes))::integer as sessions,
        max(last_seen_at) as last
      from sessions where user_id = users.id
    ) seen
    where organization_id = ${organizationId} and left_at is null
    order by lower(users.name), users.id
  `.execute(database);
  const subjects = new Map(rows.map(({ id, email }) => [accountSubject(email), id]));
  if (subjects.size === 0) return [];
  const locked = await database
    .selectFrom('sign_in_failures')
    .select(['subject', 'locked_until'])
    .where('subject', 'in', [...subjects.keys()])
    .where('locked_until', '>', now)
    .execute();
  const until = new Map(locked.map((row) => [subjects.get(row.subject), row.locked_until]));
  return rows.map((row) => ({ ...row, lockedUntil: until.get(row.id) ?? null }));
}
