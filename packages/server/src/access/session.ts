import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import { type Principal, principalOfRow, type UserRow, userColumns } from './principal.ts';

const ABSOLUTE_HOURS = 12;
/** How long a password alone waits for its second factor. */
const FACTOR_MINUTES = 10;
/** A use is written down at most so often: a request costs one read. */
const TOUCH_SECONDS = 60;

/** Whole; or waiting for its second factor; or for one to be set up. */
export type SessionStage = 'factor' | 'enrol' | 'whole';

/** What a request knows of the session that it came with. */
export interface SessionFacts {
  readonly id: string;
  readonly stage: SessionStage;
  /** When its user last showed who they are. */
  readonly provedAt: Date;
  readonly idleMinutes: number;
  /** It ends then without use, counted from the last one that was written down. */
  readonly idleEndsAt: Date;
  /** It ends then in any case. */
  readonly endsAt: Date;
  readonly deviceHash: Buffer | null;
}

export interface Whence {
  /** Missing: by a password or a passkey of ours. */
  readonly by?: 'single_sign_on';
  readonly address: string;
  readonly browser: string;
  readonly deviceHash: Buffer | null;
}

export const hashOf = (token: string) => createHash('sha256').update(token).digest();
export const newToken = () => randomBytes(32).toString('base64url');

/** Begins a session: the opaque token goes to the user, its hash is all that is stored. */
export async function startSession(
  database: Database | Tx,
  userId: string,
  stage: SessionStage,
  { address, browser, deviceHash, by }: Whence,
  now: Date,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const token = newToken();
  const id = v7();
  const minutes = stage === 'factor' ? FACTOR_MINUTES : ABSOLUTE_HOURS * 60;
  const expiresAt = new Date(now.getTime() + minutes * 60_000);
  await database
    .insertInto('sessions')
    .values({
      token_hash: hashOf(token),
      id,
      user_id: userId,
      stage,
      ...(by && { began_by: by }),
      address,
      browser,
      device_hash: deviceHash,
      proved_at: now,
      created_at: now,
      last_seen_at: now,
      expires_at: expiresAt,
    })
    .execute();
  return { id, token, expiresAt };
}

interface SessionRow {
  readonly session_id: string;
  readonly stage: SessionStage;
  readonly proved_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly idle_minutes: number;
  readonly device_hash: Buffer | null;
}

const holds = (now: Date) => sql`sessions.revoked_at is null and sessions.expires_at > ${now}
  and users.left_at is null
  and sessions.last_seen_at > ${now}::timestamptz - make_interval(mins => organizations.idle_minutes)`;

/**
 * Who holds this token; null when it is unknown, revoked, expired or was idle too long, and for one
 * that still waits for its second factor. `used`: it counts as use, so that it ends later.
 */
export async function findSession(
  database: Database,
  token: string,
  now: Date,
  used = true,
): Promise<{ readonly principal: Principal; readonly session: SessionFacts } | null> {
  const { rows } = await sql<UserRow & SessionRow>`/* prepared: find_session */
    select ${userColumns(now)}, sessions.id as session_id, stage, proved_at, last_seen_at,
      expires_at, idle_minutes, device_hash
    from sessions join users on users.id = sessions.user_id
      join organizations on organizations.id = users.organization_id
    where token_hash = ${hashOf(token)} and stage <> 'factor' and ${holds(now)}
  `.execute(database);
  const [row] = rows;
  if (!row) return null;
  let seen = row.last_seen_at;
  if (used && now.getTime() - seen.getTime() >= TOUCH_SECONDS * 1000) {
    await touch(database, row.session_id, now);
    seen = now;
  }
  return {
    principal: principalOfRow(row),
    session: {
      id: row.session_id,
      stage: row.stage,
      provedAt: row.proved_at,
      idleMinutes: row.idle_minutes,
      idleEndsAt: new Date(seen.getTime() + row.idle_minutes * 60_000),
      endsAt: row.expires_at,
      deviceHash: row.device_hash,
    },
  };
}

/** Writes down a use, so that the session ends later for want of it. */
export async function touch(database: Database, sessionId: string, now: Date): Promise<void> {
  await database
    .updateTable('sessions')
    .set({ last_seen_at: now })
    .where('id', '=', sessionId)
    .where('last_seen_at', '<', now)
    .execute();
}

/** Whether the session still holds, without counting as its use: for streams that stay open. */
export async function sessionHolds(database: Database, token: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select from sessions join users on users.id = sessions.user_id
      join organizations on organizations.id = users.organization_id
    where token_hash = ${hashOf(token)} and stage = 'whole' and ${holds(now)}
  `.execute(database);
  return rows.length > 0;
}

/** Its user has shown again who they are; one that waited for a factor to be set up is whole. */
export async function proveSession(
  db: Database | Tx,
  sessionId: string,
  now: Date,
  stage?: 'whole',
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ proved_at: now, ...(stage && { stage }) })
    .where('id', '=', sessionId)
    .execute();
}

/** Ends the session of this token, at once and for good. */
export async function endSession(database: Database | Tx, token: string): Promise<void> {
  await database
    .updateTable('sessions')
    .set({ revoked_at: sql<Date>`now()` })
    .where('token_hash', '=', hashOf(token))
    .execute();
}

/**
 * Ends every session of a user but one, and tells how many held: after a new password, when they
 * leave, or by hand.
 */
export async function endSessionsOf(
  database: Database | Tx,
  userId: string,
  now = new Date(),
  but: string | null = null,
): Promise<number> {
  const ended = await database
    .updateTable('sessions')
    .set({ revoked_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(but !== null, (query) => query.where('id', '<>', but ?? ''))
    .executeTakeFirst();
  return Number(ended.numUpdatedRows);
}
