import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** What a user has beside the password. */
export interface Factors {
  readonly passkeys: number;
  readonly totp: boolean;
  /** Recovery codes that were not used yet. */
  readonly recoveryCodes: number;
}

export async function factorsOf(db: Database | Tx, userId: string): Promise<Factors> {
  const { rows } = await sql<Factors>`
    select (select count(*)::integer from passkeys where user_id = ${userId}) as passkeys,
      exists (select from totp_secrets
        where user_id = ${userId} and secret_sealed is not null) as totp,
      (select count(*)::integer from recovery_codes
        where user_id = ${userId} and used_at is null) as "recoveryCodes"
  `.execute(db);
  return rows[0] ?? { passkeys: 0, totp: false, recoveryCodes: 0 };
}

export const hasFactor = ({ passkeys, totp }: Factors): boolean => passkeys > 0 || totp;

/** Removes every second factor of a user: they set one up anew at their next sign-in. */
export async function removeFactors(tx: Tx, userId: string): Promise<void> {
  for (const table of ['passkeys', 'totp_secrets', 'recovery_codes'] as const) {
    await tx.deleteFrom(table).where('user_id', '=', userId).execute();
  }
}
