import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

/** Counts one more by the UTC day of `at`. */
export async function countSignUp(
  tx: Tx,
  organizationId: string,
  {
    formId,
    at,
    what,
  }: { readonly formId: string; readonly at: Date; readonly what: 'asked' | 'confirmed' },
): Promise<void> {
  const one = sql.ref(what);
  await sql`
    insert into sign_up_days (organization_id, form_id, day, ${one})
    values (${organizationId}, ${formId}, ${at.toISOString().slice(0, 10)}, 1)
    on conflict (organization_id, form_id, day)
    do update set ${one} = sign_up_days.${one} + 1`.execute(tx);
}
