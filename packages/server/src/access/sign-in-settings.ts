import type { Database, Tx } from '../database/index.ts';

export interface SignInSettings {
  readonly idleMinutes: number;
  readonly secondFactorRequired: boolean;
}

/** How long sessions of an organization last without use, and whether a password alone is enough. */
export async function signInSettings(
  db: Database | Tx,
  organizationId: string,
): Promise<SignInSettings & { readonly demonstration: boolean }> {
  const row = await db
    .selectFrom('organizations')
    .select(['idle_minutes', 'second_factor_required', 'demonstration'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return {
    idleMinutes: row.idle_minutes,
    secondFactorRequired: row.second_factor_required,
    demonstration: row.demonstration,
  };
}

/** Changes them; false where a real organization would do without a second factor. */
export async function saveSignInSettings(
  tx: Tx,
  organizationId: string,
  { idleMinutes, secondFactorRequired }: SignInSettings,
): Promise<boolean> {
  const saved = await tx
    .updateTable('organizations')
    .set({ idle_minutes: idleMinutes, second_factor_required: secondFactorRequired })
    .where('id', '=', organizationId)
    .$if(!secondFactorRequired, (query) => query.where('demonstration', '=', true))
    .executeTakeFirst();
  return saved.numUpdatedRows === 1n;
}
