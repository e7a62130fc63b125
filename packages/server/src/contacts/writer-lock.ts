import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

/**
 * One writer of contacts at a time in an organization, until the transaction ends: two imports of one
 * file would both find nobody and make everybody twice, and two writers of one page would lose what
 * one of them wrote. Answers a number that is one higher than the last writer's.
 */
export async function lockContacts(tx: Tx, organizationId: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into contact_writers as w (organization_id, version) values (${organizationId}, 1)
    on conflict (organization_id) do update set version = w.version + 1
    returning version`.execute(tx);
  return Number(rows[0]?.version);
}
