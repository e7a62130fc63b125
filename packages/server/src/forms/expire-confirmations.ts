import type { Database } from '../database/index.ts';

/** Deletes what nobody confirmed in time, and what is left of what was. Answers how many. */
export async function expireConfirmations(database: Database, now: Date): Promise<number> {
  const gone = await database
    .deleteFrom('confirmations')
    .where('expires_at', '<=', now)
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
