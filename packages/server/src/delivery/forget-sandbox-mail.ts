import type { Database } from '../database/index.ts';

const KEPT_DAYS = 30;

/** Deletes mail that has lain in the sandbox inbox for long. */
export async function forgetSandboxMail(db: Database, now: Date): Promise<void> {
  await db
    .deleteFrom('sandbox_messages')
    .where('received_at', '<', new Date(now.getTime() - KEPT_DAYS * 86_400_000))
    .execute();
}
