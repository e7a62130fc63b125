import type { Database, Tx } from '../database/index.ts';

export type PasswordUse =
  | 'allowed'
  /** Their organization has them sign in at its identity provider, and nowhere else. */
  | 'elsewhere'
  /** As `elsewhere`, but this is who may sign in when the provider fails. */
  | 'break-glass';

/** Whether somebody may sign in by a password or a passkey alone. */
export async function passwordUse(
  db: Database | Tx,
  { userId, organizationId }: { readonly userId: string; readonly organizationId: string },
): Promise<PasswordUse> {
  const row = await db
    .selectFrom('organizations')
    .select(['single_sign_on_required', 'break_glass_user_id'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  if (!row.single_sign_on_required) return 'allowed';
  return row.break_glass_user_id === userId ? 'break-glass' : 'elsewhere';
}

/** Whether this is who signs in when the identity provider fails. */
export const isBreakGlass = async (
  db: Database | Tx,
  organizationId: string,
  userId: string,
): Promise<boolean> => (await passwordUse(db, { userId, organizationId })) === 'break-glass';
