import type { Database } from '../database/index.ts';
import { type OrganizationKeys, verifyPassword } from '../keys/index.ts';
import { isKnownDevice } from './devices.ts';
import { type Factors, factorsOf, hasFactor } from './factors.ts';
import { forgiveTries, type Tried, takeTry, triesOf } from './failures.ts';
import { passwordUse } from './password-allowed.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { hashOf, type SessionStage, startSession, type Whence } from './session.ts';
import { signInSettings } from './sign-in-settings.ts';
import { takeTotp } from './totp.ts';

/** Each check takes 64 MiB and a core for a while: more at once would stop everything else. */
const AT_ONCE = 8;

export interface Who {
  readonly userId: string;
  readonly organizationId: string;
}

/** Whose second factor is awaited, and what they showed first. */
export interface AwaitedFactor extends Who {
  readonly beganBy: 'password' | 'single_sign_on';
}

export interface StartedSession extends Who {
  readonly kind: 'started';
  readonly stage: SessionStage;
  readonly sessionId: string;
  readonly token: string;
  readonly expiresAt: Date;
  readonly factors: Factors;
}

export type SignIn =
  | StartedSession
  /** The same answer for an unknown address and a wrong password. */
  | { readonly kind: 'refused'; readonly tried: Who | null }
  /** The password was right, and their organization has them sign in at its identity provider. */
  | { readonly kind: 'elsewhere'; readonly tried: Who }
  /** After too many wrong tries; for an unknown address too. */
  | { readonly kind: 'waits'; readonly until: Date }
  /** Too many sign-ins are being checked at the moment. */
  | { readonly kind: 'busy' };

let checking = 0;

/**
 * Checks email and password; what tries count against is in `failures.ts`. The session is whole where
 * no second factor is needed, else waits for it or for one to be set up.
 */
export async function signIn(
  database: Database,
  { email, password }: { readonly email: string; readonly password: string },
  from: Whence,
  now: Date,
): Promise<SignIn> {
  if (checking >= AT_ONCE) return { kind: 'busy' };
  checking += 1;
  try {
    return await check(database, email.trim().toLowerCase(), password, from, now);
  } finally {
    checking -= 1;
  }
}

async function check(
  database: Database,
  email: string,
  password: string,
  from: Whence,
  now: Date,
): Promise<SignIn> {
  const user = await database
    .selectFrom('users')
    .select(['id', 'organization_id', 'password_hash'])
    .where('email', '=', email)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  const tries = await triesFrom(database, 'password', email, user?.id ?? null, from);
  const until = await takeTry(database, tries, now);
  if (until) return { kind: 'waits', until };
  // verified even when there is no such user: the time tells nothing
  const right = await verifyPassword(password, user?.password_hash ?? null);
  if (!user) return { kind: 'refused', tried: null };
  const who = { userId: user.id, organizationId: user.organization_id };
  if (!right) return { kind: 'refused', tried: who };
  await forgiveTries(database, tries);
  if ((await passwordUse(database, who)) === 'elsewhere') return { kind: 'elsewhere', tried: who };
  const factors = await factorsOf(database, user.id);
  const { secondFactorRequired } = await signInSettings(database, who.organizationId);
  const stage = hasFactor(factors) ? 'factor' : secondFactorRequired ? 'enrol' : 'whole';
  return startFor(database, who, stage, factors, from, now);
}

/** Begins the session of somebody who showed who they are. */
export async function startFor(
  database: Database,
  who: Who,
  stage: SessionStage,
  factors: Factors,
  from: Whence,
  now: Date,
): Promise<StartedSession> {
  const { id, ...session } = await startSession(database, who.userId, stage, from, now);
  return { kind: 'started', ...who, stage, factors, sessionId: id, ...session };
}

/** A known browser of its user counts for itself. */
async function triesFrom(
  database: Database,
  kind: 'password' | 'factor',
  account: string,
  userId: string | null,
  { address, deviceHash }: Whence,
): Promise<readonly Tried[]> {
  const known =
    userId !== null && deviceHash !== null && (await isKnownDevice(database, userId, deviceHash));
  return triesOf(kind, account, address, known ? deviceHash : null);
}

/** Whose password was right and whose second factor is awaited; null: nobody's, or too long ago. */
export async function awaitingFactor(
  database: Database,
  token: string,
  now: Date,
): Promise<AwaitedFactor | null> {
  const row = await database
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.id', 'organization_id', 'began_by'])
    .where('token_hash', '=', hashOf(token))
    .where('stage', '=', 'factor')
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row
    ? { userId: row.id, organizationId: row.organization_id, beganBy: row.began_by }
    : null;
}

export type TakenCode =
  | { readonly kind: 'right'; readonly by: 'totp' | 'recovery_code' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'waits'; readonly until: Date };

/** Takes a code of the authenticator app, or a recovery code; wrong ones count. */
export async function takeCode(
  database: Database,
  keys: OrganizationKeys,
  userId: string,
  code: string,
  from: Whence,
  now: Date,
): Promise<TakenCode> {
  const tries = await triesFrom(database, 'factor', userId, userId, from);
  const until = await takeTry(database, tries, now);
  if (until) return { kind: 'waits', until };
  const digits = /^[\d\s]{6,9}$/.test(code.trim());
  const right = digits
    ? await takeTotp(database, keys, userId, code, now)
    : await takeRecoveryCode(database, userId, code, now);
  if (!right) return { kind: 'wrong' };
  await forgiveTries(database, tries);
  return { kind: 'right', by: digits ? 'totp' : 'recovery_code' };
}

/** Whether this is the user's password; wrong ones count as at sign-in. */
export async function takePassword(
  database: Database,
  { userId, email }: { readonly userId: string; readonly email: string },
  password: string,
  from: Whence,
  now: Date,
): Promise<'right' | 'wrong' | 'busy' | { readonly until: Date }> {
  if (checking >= AT_ONCE) return 'busy';
  checking += 1;
  try {
    const tries = await triesFrom(database, 'password', email, userId, from);
    const until = await takeTry(database, tries, now);
    if (until) return { until };
    const row = await database
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', userId)
      .executeTakeFirst();
    if (!(await verifyPassword(password, row?.password_hash ?? null))) return 'wrong';
    await forgiveTries(database, tries);
    return 'right';
  } finally {
    checking -= 1;
  }
}
