import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import { type Caller, type CallerRow, callerColumns, callerOf } from './caller.ts';
import { hashOf } from './secrets.ts';

interface Shown {
  readonly key_id: string | null;
  readonly expires_at: Date;
}

/** What holds: the application, whoever answers for it. */
const HOLDS = sql`applications.ended_at is null and users.left_at is null`;

/** Whose key or client secret this is; null: unknown, expired or revoked. */
export async function callerByKey(
  database: Database,
  kind: 'key' | 'client',
  secret: string,
  now: Date,
): Promise<Caller | null> {
  const { rows } = await sql<CallerRow & Shown>`
    select ${callerColumns(now)}, k.id as key_id, k.expires_at
    from application_keys k
      join applications on applications.organization_id = k.organization_id
        and applications.id = k.application_id
      join users on users.id = applications.owner_id
    where k.secret_hash = ${hashOf(secret)} and k.kind = ${kind} and k.revoked_at is null
      and k.expires_at > ${now} and ${HOLDS}
  `.execute(database);
  return rows[0] ? callerOf(rows[0], shownOf(rows[0]), null) : null;
}

/** Whose access token this is. */
export async function callerByToken(
  database: Database,
  token: string,
  now: Date,
): Promise<Caller | null> {
  const { rows } = await sql<CallerRow & Shown & { scope: string[] }>`
    select ${callerColumns(now)}, t.key_id, t.expires_at, t.permissions as scope
    from application_tokens t
      join applications on applications.organization_id = t.organization_id
        and applications.id = t.application_id
      join users on users.id = applications.owner_id
    where t.token_hash = ${hashOf(token)} and t.expires_at > ${now} and ${HOLDS}
  `.execute(database);
  return rows[0] ? callerOf(rows[0], shownOf(rows[0]), rows[0].scope) : null;
}

/** Whose session this code begins, with its secret, sealed; null: unknown, expired or ended. */
export async function callerBySession(
  database: Database,
  code: string,
  now: Date,
): Promise<{ readonly caller: Caller; readonly secretSealed: Buffer } | null> {
  const { rows } = await sql<CallerRow & Shown & { secret_sealed: Buffer }>`
    select ${callerColumns(now)}, k.id as key_id, k.expires_at, k.secret_sealed
    from application_keys k
      join applications on applications.organization_id = k.organization_id
        and applications.id = k.application_id
      join users on users.id = applications.owner_id
    where k.id = ${code} and k.kind = 'session' and k.revoked_at is null
      and k.expires_at > ${now} and ${HOLDS}
  `.execute(database);
  const [row] = rows;
  return row
    ? { caller: callerOf(row, shownOf(row), null), secretSealed: row.secret_sealed }
    : null;
}

/** An application by its id, for an assertion that it signed, with its public keys. */
export async function callerById(
  database: Database,
  id: string,
  now: Date,
): Promise<{ readonly caller: Caller; readonly publicKeys: unknown } | null> {
  const { rows } = await sql<CallerRow & { public_keys: unknown }>`
    select ${callerColumns(now)}, applications.public_keys
    from applications join users on users.id = applications.owner_id
    where applications.id = ${id} and ${HOLDS}
  `.execute(database);
  const [row] = rows;
  return row
    ? { caller: callerOf(row, { keyId: null, expiresAt: now }, null), publicKeys: row.public_keys }
    : null;
}

/** Whether a caller still holds, for what stays open. */
export async function callerHolds(
  database: Database,
  { principal, keyId }: Caller,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    select from applications join users on users.id = applications.owner_id
    where applications.organization_id = ${principal.organizationId}
      and applications.id = ${principal.userId} and restricted_at is null and ${HOLDS}
      and (${keyId}::uuid is null or exists (
        select from application_keys k
        where k.id = ${keyId}::uuid and k.revoked_at is null and k.expires_at > ${now}))
  `.execute(database);
  return rows.length > 0;
}

const shownOf = ({ key_id: keyId, expires_at: expiresAt }: Shown) => ({ keyId, expiresAt });
