import type { Database } from '../database/index.ts';

/** A key is good for a day; none is looked at any more after two. */
const KEPT_HOURS = 48;

/** Deletes idempotency keys that are over, with the answers that were kept for them. */
export async function forgetAnswers(db: Database, now: Date): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', new Date(now.getTime() - KEPT_HOURS * 3_600_000))
    .execute();
}
