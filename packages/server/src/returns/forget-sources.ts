import type { Database } from '../database/index.ts';

/** How long the mail itself is kept that came home. */
const KEPT_DAYS = 90;

/** Deletes the content of what came home long ago; what it was taken for stays. Answers how many. */
export async function forgetSources(db: Database, now: Date): Promise<number> {
  const result = await db
    .updateTable('returned_mail')
    .set({ source_sealed: null })
    .where('received_at', '<', new Date(now.getTime() - KEPT_DAYS * 86_400_000))
    .where('source_sealed', 'is not', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
