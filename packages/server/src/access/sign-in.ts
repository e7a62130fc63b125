import type { Database } from '../database/index.ts';
import { verifyPassword } from './password.ts';
import { startSession } from './session.ts';

const TRIES = 8;
const LOCK_MINUTES = 15;

export type SignIn =
  | {
      readonly kind: 'signed_in';
      userId: string;
      organizationId: string;
      token: string;
      expiresAt: Date;
    }
  /** The same answer for an unknown address, a wrong password and a locked account. */
  | {
      readonly kind: 'refused';
      readonly organizationId: string | null;
      readonly userId: string | null;
    };

/** Checks email and password; after 8 wrong ones in a row the account waits for 15 minutes. */
export async function signIn(
  database: Database,
  email: string,
  password: string,
  now: Date,
): Promise<SignIn> {
  const user = await database
    .selectFrom('users')
    .selectAll()
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  // verified even when there is no such user, or while locked: the time tells nothing
  const right = await verifyPassword(password, user?.password_hash ?? null);
  if (!user) return { kind: 'refused', organizationId: null, userId: null };
  const locked = user.locked_until !== null && user.locked_until > now;
  if (right && !locked) {
    await database
      .updateTable('users')
      .set({ failed_sign_ins: 0, locked_until: null })
      .where('id', '=', user.id)
      .execute();
    const session = await startSession(database, user.id, now);
    return { kind: 'signed_in', userId: user.id, organizationId: user.organization_id, ...session };
  }
  const refused = {
    kind: 'refused',
    organizationId: user.organization_id,
    userId: user.id,
  } as const;
  // a locked account does not count on: whoever keeps trying cannot keep its owner out for ever
  if (locked) return refused;
  await database
    .updateTable('users')
    .set((row) => ({
      failed_sign_ins: row('failed_sign_ins', '+', 1),
      locked_until: row
        .case()
        .when(row('failed_sign_ins', '+', 1), '>=', TRIES)
        .then(new Date(now.getTime() + LOCK_MINUTES * 60_000))
        .else(row.ref('locked_until'))
        .end(),
    }))
    .where('id', '=', user.id)
    .execute();
  return refused;
}
