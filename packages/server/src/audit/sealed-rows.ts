import type { SealedEntry } from '@postern/core/audit';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

export interface SealedRow {
  readonly sequence: number;
  readonly mac: Buffer;
  readonly entry: SealedEntry;
}

/** Sealed entries from one number to another (exclusive), in their order. */
export async function sealedRows(
  db: Database | Tx,
  organizationId: string,
  from: number,
  to: number,
): Promise<readonly SealedRow[]> {
  const rows = await db
    .selectFrom('audit_sealed')
    .select(['sequence', 'id', 'at', 'actor_kind', 'actor', 'action', 'origin', 'purpose', 'mac'])
    // json is read as its text: the hash covers it as it was written
    .select(sql<string>`subject::text`.as('subject'))
    .select(sql<boolean>`date_trunc('milliseconds', at) <> at`.as('moved'))
    .where('organization_id', '=', organizationId)
    .where('sequence', '>=', from)
    .where('sequence', '<', to)
    .orderBy('sequence')
    .execute();
  return rows.map(({ mac, at, actor_kind, moved, ...rest }) => ({
    sequence: rest.sequence,
    mac,
    entry: {
      organizationId,
      at: moved ? 'moved' : at.toISOString(),
      actorKind: actor_kind,
      ...rest,
    },
  }));
}
