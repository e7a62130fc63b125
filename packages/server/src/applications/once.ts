import { createHash } from 'node:crypto';
import type { Database } from '../database/index.ts';

/** Takes what may be used once; false: it was used already. It is remembered until `expiresAt`. */
export async function takeOnce(
  database: Database,
  organizationId: string,
  parts: readonly string[],
  expiresAt: Date,
): Promise<boolean> {
  const made = await database
    .insertInto('application_nonces')
    .values({
      nonce_hash: createHash('sha256').update(parts.join('\0')).digest(),
      organization_id: organizationId,
      expires_at: expiresAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n;
}

/** Forgets what is over: nonces and tokens after their minutes, use by the minute after 32 days. */
export async function forgetUse(database: Database, now: Date): Promise<void> {
  const month = new Date(now.getTime() - 32 * 86_400_000);
  await database.deleteFrom('application_nonces').where('expires_at', '<', now).execute();
  await database.deleteFrom('application_tokens').where('expires_at', '<', now).execute();
  await database.deleteFrom('api_use').where('minute', '<', month).execute();
}
