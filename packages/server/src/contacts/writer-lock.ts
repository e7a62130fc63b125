import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

/**
 * One writer of contacts at a time in an organization, until the transaction ends: two imports of one
 * file would both find nobody and make everybody twice, and two writers of one page would lose what
 * one of them wrote.
 */
export async function lockContacts(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`contacts:${organizationId}`}, 0))
  `.execute(tx);
}
