import { v7, validate } from 'uuid';
import { hashOf, newToken } from '../access/index.ts';
import type { Database, Tx } from '../database/index.ts';

/** While one replaces the other there are two. */
export const MOST_TOKENS = 2;
const TOUCH_SECONDS = 60;

export interface ScimToken {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** A token for an organization's directory, shown this once; null: there are two already. */
export async function makeScimToken(
  tx: Tx,
  organizationId: string,
  by: string,
  now: Date,
): Promise<{ readonly id: string; readonly token: string } | null> {
  const held = await listScimTokens(tx, organizationId);
  if (held.length >= MOST_TOKENS) return null;
  const token = `scim_${newToken()}`;
  const id = v7();
  const row = { organization_id: organizationId, id, token_hash: hashOf(token) };
  await tx
    .insertInto('scim_tokens')
    .values({ ...row, created_by: by, created_at: now })
    .execute();
  return { id, token };
}

export async function listScimTokens(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly ScimToken[]> {
  const rows = await db
    .selectFrom('scim_tokens')
    .select(['id', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .execute();
  return rows;
}

export async function revokeScimToken(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  if (!validate(id)) return false;
  const done = await tx
    .updateTable('scim_tokens')
    .set({ revoked_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Whose directory writes with this token; null: nobody's. */
export async function findScimToken(
  database: Database,
  token: string,
  now: Date,
): Promise<{ readonly organizationId: string; readonly tokenId: string } | null> {
  const row = await database
    .selectFrom('scim_tokens')
    .select(['organization_id', 'id', 'last_used_at'])
    .where('token_hash', '=', hashOf(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  if (now.getTime() - (row.last_used_at?.getTime() ?? 0) >= TOUCH_SECONDS * 1000) {
    await database
      .updateTable('scim_tokens')
      .set({ last_used_at: now })
      .where('id', '=', row.id)
      .execute();
  }
  return { organizationId: row.organization_id, tokenId: row.id };
}
