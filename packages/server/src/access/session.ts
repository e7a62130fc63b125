import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { type Principal, principalOfRow, type UserRow, userColumns } from './principal.ts';

const IDLE_MINUTES = 60;
const ABSOLUTE_HOURS = 12;

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Begins a session: the opaque token goes to the user, its hash is all that is stored. */
export async function startSession(
  database: Database,
  userId: string,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + ABSOLUTE_HOURS * 3_600_000);
  await database
    .insertInto('sessions')
    .values({
      token_hash: hashOf(token),
      user_id: userId,
      created_at: now,
      last_seen_at: now,
      expires_at: expiresAt,
    })
    .execute();
  return { token, expiresAt };
}

/** Who holds this token; null when it is unknown, revoked, expired or was idle too long. */
export async function findSession(
  database: Database,
  token: string,
  now: Date,
): Promise<Principal | null> {
  const idleSince = new Date(now.getTime() - IDLE_MINUTES * 60_000);
  const { rows } = await sql<UserRow>`
    update sessions set last_seen_at = ${now} from users
    where users.id = sessions.user_id and token_hash = ${hashOf(token)} and revoked_at is null
      and expires_at > ${now} and last_seen_at > ${idleSince}
    returning ${userColumns(now)}
  `.execute(database);
  return rows[0] ? principalOfRow(rows[0]) : null;
}

/** Whether the session still holds, without counting as its use: for streams that stay open. */
export async function sessionHolds(database: Database, token: string, now: Date): Promise<boolean> {
  const row = await database
    .selectFrom('sessions')
    .select('user_id')
    .where('token_hash', '=', hashOf(token))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends the session of this token, at once and for good. */
export async function endSession(database: Database, token: string): Promise<void> {
  await database
    .updateTable('sessions')
    .set({ revoked_at: sql<Date>`now()` })
    .where('token_hash', '=', hashOf(token))
    .execute();
}

/** Ends every session of a user, and tells how many held: after a new password, or by hand. */
export async function endSessionsOf(
  database: Database | Tx,
  userId: string,
  now = new Date(),
): Promise<number> {
  const ended = await database
    .updateTable('sessions')
    .set({ revoked_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return Number(ended.numUpdatedRows);
}
