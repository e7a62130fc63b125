import type { Database, Tx } from '../database/index.ts';

/**
 * Deletes the content of messages whose time is over; the row stays with what is evidence: that it
 * was there, until when, and when it was read. Answers how many.
 */
export async function expireMessages(db: Database | Tx, now: Date): Promise<number> {
  const result = await db
    .updateTable('portal_messages')
    .set({ sealed: null, code_hash: null, code_expires_at: null })
    .where('expires_at', '<=', now)
    .where('sealed', 'is not', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
