import type { Database } from '../database/index.ts';

/** Figures by the day, and what receivers said. */
const KEPT_DAYS = 730;
/** A site that got nothing for so long is a new one when it gets something again. */
const SITE_DAYS = 90;

/** Deletes what was counted and learnt long ago. */
export async function forgetFigures(db: Database, now: Date): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const first = ago(KEPT_DAYS).toISOString().slice(0, 10);
  await db.deleteFrom('provider_days').where('day', '<', first).execute();
  await db.deleteFrom('warm_up_days').where('day', '<', first).execute();
  await db.deleteFrom('site_events').where('at', '<', ago(KEPT_DAYS)).execute();
  await db.deleteFrom('sites_seen').where('last_at', '<', ago(SITE_DAYS)).execute();
}
