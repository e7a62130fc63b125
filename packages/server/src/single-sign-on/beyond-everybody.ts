import { sql } from 'kysely';
import { beyond, type Principal, rolesOf } from '../access/index.ts';
import type { Tx } from '../database/index.ts';

/**
 * Why somebody cannot say who says who everybody is: an identity provider or a directory of theirs could
 * sign them in as anybody who is here, is invited, or gets roles by a group. Null: they can.
 */
export async function beyondEverybody(tx: Tx, by: Principal, now: Date): Promise<string | null> {
  if (by.breakGlassId !== null) return 'End your emergency access first.';
  const { rows } = await sql<{ role: string }>`
    select unnest(roles) as role from users
    where organization_id = ${by.organizationId} and left_at is null
    union
    select unnest(roles) from invitations
    where organization_id = ${by.organizationId}
      and accepted_at is null and revoked_at is null and expires_at > ${now}::timestamptz
    union
    select jsonb_array_elements_text(mapped -> 'roles')
    from single_sign_on, jsonb_array_elements(role_mapping) as mapped
    where organization_id = ${by.organizationId}`.execute(tx);
  const held = new Set(rows.map(({ role }) => role));
  const known = await rolesOf(tx, by.organizationId);
  return known.some((role) => held.has(role.id) && beyond(by, role).length > 0)
    ? 'This says who everybody here is, and some may do more than you: somebody with as wide roles has to do this.'
    : null;
}
