import type { Action } from '@postern/core/audit';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** How far the ledger is: what is recorded later has a higher number. */
export async function ledgerMark(db: Database | Tx, organizationId: string): Promise<number> {
  const head = await db
    .selectFrom('audit_heads')
    .select('sequence')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return head?.sequence ?? 0;
}

/** Whether any of these acts was recorded behind the mark. A new entry counts when it is sealed. */
export async function recordedSince(
  db: Database | Tx,
  organizationId: string,
  mark: number,
  actions: readonly Action[],
): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`
    select exists (
      select from audit_sealed
      where organization_id = ${organizationId} and action = any(${sql.val([...actions])}::text[])
        and sequence > ${mark}
    ) as some`.execute(db);
  return rows[0]?.some ?? false;
}
