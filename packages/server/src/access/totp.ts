import { sql } from 'kysely';
import { generateSecret, generateURI, verifySync } from 'otplib';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** One step of 30 seconds to either side, for clocks that differ (RFC 6238, section 5.2). */
const TOLERANCE_SECONDS = 30;

const contextOf = (userId: string) => `totp_secrets:${userId}`;

/** Makes a secret that counts once a code of it came back; one that is in use stays until then. */
export async function beginTotp(
  tx: Tx,
  keys: OrganizationKeys,
  user: { readonly userId: string; readonly email: string },
): Promise<{ readonly secret: string; readonly uri: string }> {
  const secret = generateSecret();
  const sealed = keys.seal(secret, contextOf(user.userId));
  await tx
    .insertInto('totp_secrets')
    .values({
      organization_id: keys.organizationId,
      user_id: user.userId,
      pending_sealed: sealed,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'user_id']).doUpdateSet({ pending_sealed: sealed }),
    )
    .execute();
  return { secret, uri: generateURI({ issuer: 'Postern', label: user.email, secret }) };
}

/** Takes the new secret into use, by a code that it gave. */
export async function confirmTotp(
  tx: Tx,
  keys: OrganizationKeys,
  userId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const row = await rowOf(tx, userId);
  if (!row?.pending_sealed) return false;
  const secret = keys.open(row.pending_sealed, contextOf(userId)).toString();
  const step = stepOf(secret, code, 0, now);
  if (step === null) return false;
  const done = await tx
    .updateTable('totp_secrets')
    .set({
      secret_sealed: row.pending_sealed,
      pending_sealed: null,
      confirmed_at: now,
      last_step: step,
    })
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Whether this is a code of now that was not taken before; it is taken by this. */
export async function takeTotp(
  db: Database | Tx,
  keys: OrganizationKeys,
  userId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const row = await rowOf(db, userId);
  if (!row?.secret_sealed) return false;
  const secret = keys.open(row.secret_sealed, contextOf(userId)).toString();
  const step = stepOf(secret, code, Number(row.last_step), now);
  if (step === null) return false;
  // of two at once with one code, the second finds it taken
  const taken = await db
    .updateTable('totp_secrets')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .where('last_step', '<', sql<string>`${step}::bigint`)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

export async function removeTotp(tx: Tx, userId: string): Promise<boolean> {
  const gone = await tx.deleteFrom('totp_secrets').where('user_id', '=', userId).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

const rowOf = (db: Database | Tx, userId: string) =>
  db
    .selectFrom('totp_secrets')
    .select(['pending_sealed', 'secret_sealed', 'last_step'])
    .where('user_id', '=', userId)
    .executeTakeFirst();

/** The step that a code is of, later than the last one taken; null: of none. */
function stepOf(secret: string, code: string, after: number, now: Date): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const found = verifySync({ secret, token, epoch, epochTolerance: TOLERANCE_SECONDS });
  if (!found.valid || !('timeStep' in found)) return null;
  return found.timeStep > after ? found.timeStep : null;
}
