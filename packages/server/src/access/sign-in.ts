import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import { verifyPassword } from './password.ts';
import { startSession } from './session.ts';

const TRIES = 8;
const LOCK_MINUTES = 15;
/** Each check takes 64 MiB and a core for a while: more at once would stop everything else. */
const AT_ONCE = 8;

export type SignIn =
  | {
      readonly kind: 'signed_in';
      userId: string;
      organizationId: string;
      token: string;
      expiresAt: Date;
    }
  /** The same answer for an unknown address, a wrong password and a locked account. */
  | { readonly kind: 'refused'; readonly tried: Attempt | null }
  /** Too many sign-ins are being checked at the moment. */
  | { readonly kind: 'busy' };

interface Attempt {
  readonly userId: string;
  readonly organizationId: string;
}

let checking = 0;

/** Checks email and password; after 8 wrong ones in a row the account waits for 15 minutes. */
export async function signIn(
  database: Database,
  email: string,
  password: string,
  now: Date,
): Promise<SignIn> {
  if (checking >= AT_ONCE) return { kind: 'busy' };
  checking += 1;
  try {
    return await check(database, email, password, now);
  } finally {
    checking -= 1;
  }
}

async function check(
  database: Database,
  email: string,
  password: string,
  now: Date,
): Promise<SignIn> {
  const user = await takeAttempt(database, email, now);
  // verified even when there is no such user, or it is locked: the time tells nothing
  const right = await verifyPassword(password, user?.password_hash ?? null);
  if (!user) return { kind: 'refused', tried: null };
  const tried = { userId: user.id, organizationId: user.organization_id };
  if (!right) return { kind: 'refused', tried };
  await database
    .updateTable('users')
    .set({ failed_sign_ins: 0, locked_until: null })
    .where('id', '=', user.id)
    .execute();
  const session = await startSession(database, user.id, now);
  return { kind: 'signed_in', ...tried, ...session };
}

/**
 * Counts the attempt before the password is looked at, so that many at once get no more than their
 * number; the last of them locks the account. A locked one counts no further: whoever keeps trying
 * cannot keep its owner out for ever. Null for nobody's address and for a locked account.
 */
async function takeAttempt(database: Database, email: string, now: Date) {
  const attempt = sql<number>`case when locked_until is null then failed_sign_ins + 1 else 1 end`;
  const lockedUntil = new Date(now.getTime() + LOCK_MINUTES * 60_000);
  const row = await database
    .updateTable('users')
    .set({
      failed_sign_ins: attempt,
      locked_until: sql`case when ${attempt} >= ${TRIES} then ${lockedUntil}::timestamptz end`,
    })
    .where('email', '=', email.trim().toLowerCase())
    .where((users) =>
      users.or([users('locked_until', 'is', null), users('locked_until', '<=', now)]),
    )
    .returning(['id', 'organization_id', 'password_hash'])
    .executeTakeFirst();
  return row ?? null;
}
