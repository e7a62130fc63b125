import { sql } from 'kysely';
import { validate } from 'uuid';
import type { Database, Tx } from '../database/index.ts';

/** A session that holds, as its user and an administrator see it. */
export interface ListedSession {
  readonly id: string;
  readonly browser: string;
  readonly address: string;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly endsAt: Date;
}

/** Those of a user that hold now, the one last used first. */
export async function listSessions(
  database: Database,
  userId: string,
  now: Date,
): Promise<readonly ListedSession[]> {
  const { rows } = await sql<ListedSession>`
    select sessions.id, browser, address, sessions.created_at as "startedAt",
      last_seen_at as "lastSeenAt", expires_at as "endsAt"
    from sessions join users on users.id = user_id
      join organizations on organizations.id = users.organization_id
    where user_id = ${userId} and stage <> 'factor' and revoked_at is null and expires_at > ${now}
      and last_seen_at > ${now}::timestamptz - make_interval(mins => idle_minutes)
    order by last_seen_at desc limit 100
  `.execute(database);
  return rows;
}

/** Ends one session of a user by its id; false when they have none such that holds. */
export async function revokeSession(
  tx: Tx,
  userId: string,
  sessionId: string,
  now: Date,
): Promise<boolean> {
  if (!validate(sessionId)) return false;
  const ended = await tx
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}
