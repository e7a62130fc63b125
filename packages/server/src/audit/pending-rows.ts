import type { SealedEntry } from '@postern/core/audit';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

export interface PendingRow {
  readonly id: string;
  readonly mac: Buffer;
  readonly entry: SealedEntry;
}

/** Entries that wait to be sealed, oldest first; those that are held back only where asked for. */
export async function pendingRows(
  db: Database | Tx,
  organizationId: string,
  { limit, held = false }: { limit: number; held?: boolean },
): Promise<readonly PendingRow[]> {
  // json is read as its text: the hash covers it as it was written
  const rows = await db
    .selectFrom('audit_pending')
    .select(['id', 'at', 'actor_kind', 'actor', 'action', 'origin', 'purpose', 'mac'])
    .select(sql<string>`subject::text`.as('subject'))
    // a time that was moved by less than the milliseconds that are hashed
    .select(sql<boolean>`date_trunc('milliseconds', at) <> at`.as('moved'))
    .where('organization_id', '=', organizationId)
    .where('held', '=', held)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, mac, at, actor_kind, moved, ...rest }) => ({
    id,
    mac,
    entry: {
      organizationId,
      sequence: null,
      id,
      at: moved ? 'moved' : at.toISOString(),
      actorKind: actor_kind,
      ...rest,
    },
  }));
}
