import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** Of whom anything is in the ledger, in these buckets: the others need not be asked about. */
export async function withConsent(
  db: Database | Tx,
  organizationId: string,
  buckets: readonly number[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly id: string }>`
    select distinct contact_id as id from consent_events
    where bucket = any(${sql.val([...buckets])}::smallint[])
      and organization_id = ${organizationId}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
