import { validate } from 'uuid';
import type { Tx } from '../database/index.ts';
import { removeFactors } from './factors.ts';
import { isBreakGlass } from './password-allowed.ts';
import type { Principal } from './principal.ts';
import { endSessionsOf } from './session.ts';
import { cannotTake, holdRoles, isLast } from './set-roles.ts';

export type ChangedUser =
  | { readonly kind: 'done'; readonly ended: number }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'unknown' };

/**
 * Ends what somebody may do here, at once: sessions, passkeys, codes and password. Their name stays,
 * since what they did stays in the audit. Also for who leaves by a directory.
 */
export async function leave(tx: Tx, userId: string, now: Date): Promise<number> {
  const ended = await endSessionsOf(tx, userId, now);
  await removeFactors(tx, userId);
  await tx.deleteFrom('devices').where('user_id', '=', userId).execute();
  await tx
    .updateTable('users')
    .set({ left_at: now, password_hash: null })
    .where('id', '=', userId)
    .execute();
  return ended;
}

/** `leave`, by an administrator: never the last one, nor themselves, nor who may do more than they. */
export async function removeUser(
  tx: Tx,
  by: Principal,
  userId: string,
  now: Date,
): Promise<ChangedUser> {
  if (userId === by.userId) {
    return { kind: 'refused', sentence: 'This is you: another administrator removes you.' };
  }
  const fault = await mayChange(tx, by, userId);
  if (fault) return fault;
  const last = await isLast(tx, by.organizationId, userId);
  if (last !== null) return { kind: 'refused', sentence: last };
  if (await isBreakGlass(tx, by.organizationId, userId)) {
    return {
      kind: 'refused',
      sentence: 'They sign in when the identity provider fails: name somebody else for that first.',
    };
  }
  return { kind: 'done', ended: await leave(tx, userId, now) };
}

/** Takes the second factors from somebody who lost them; they set one up at their next sign-in. */
export async function resetFactors(
  tx: Tx,
  by: Principal,
  userId: string,
  now: Date,
): Promise<ChangedUser> {
  const fault = await mayChange(tx, by, userId);
  if (fault) return fault;
  await removeFactors(tx, userId);
  return { kind: 'done', ended: await endSessionsOf(tx, userId, now) };
}

/** Why one user cannot act on another, who may do more than they; null: they can. */
export async function mayChange(
  tx: Tx,
  by: Principal,
  userId: string,
): Promise<Exclude<ChangedUser, { kind: 'done' }> | null> {
  if (!validate(userId)) return { kind: 'unknown' };
  await holdRoles(tx, by.organizationId);
  const user = await tx
    .selectFrom('users')
    .select('roles')
    .where('organization_id', '=', by.organizationId)
    .where('id', '=', userId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  if (!user) return { kind: 'unknown' };
  const sentence = await cannotTake(tx, by, user.roles);
  return sentence === null ? null : { kind: 'refused', sentence };
}
