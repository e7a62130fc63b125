import type { Database } from '../database/index.ts';

const KEPT_DAYS = 730;

/** Deletes the TLS figures of days long ago. */
export async function forgetTlsResults(db: Database, now: Date): Promise<void> {
  const first = new Date(now.getTime() - KEPT_DAYS * 86_400_000).toISOString().slice(0, 10);
  await db.deleteFrom('tls_results').where('day', '<', first).execute();
}
