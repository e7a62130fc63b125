import { sql } from 'kysely';
import { validate } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import { rolesOf } from './list-roles.ts';
import type { Principal } from './principal.ts';
import { beyond } from './rights.ts';

export type SetRoles =
  | { readonly kind: 'set'; readonly given: readonly string[]; readonly taken: readonly string[] }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'unknown' };

/**
 * Gives a user these roles in place of those they hold; it counts from their next request. Nobody
 * gives or takes what they have not, nor gives while emergency access raises what they have, and
 * somebody who administers remains.
 */
export async function setRoles(
  tx: Tx,
  by: Principal,
  userId: string,
  wanted: readonly string[],
): Promise<SetRoles> {
  if (!validate(userId)) return { kind: 'unknown' };
  const { organizationId } = by;
  await holdRoles(tx, organizationId);
  const user = await tx
    .selectFrom('users')
    .select('roles')
    .where('organization_id', '=', organizationId)
    .where('id', '=', userId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  if (!user) return { kind: 'unknown' };
  const given = [...new Set(wanted)].filter((id) => !user.roles.includes(id));
  const taken = user.roles.filter((id) => !wanted.includes(id));
  const sentence =
    (await cannotGive(tx, by, given)) ??
    (await cannotTake(tx, by, taken)) ??
    (taken.includes('administrator') ? await isLast(tx, organizationId, userId) : null);
  if (sentence !== null) return { kind: 'refused', sentence };
  await tx
    .updateTable('users')
    .set({ roles: [...new Set(wanted)] })
    .where('organization_id', '=', organizationId)
    .where('id', '=', userId)
    .execute();
  return { kind: 'set', given, taken };
}

/** Two changes at once could take the last administrator, or give a role that is being deleted. */
export async function holdRoles(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`roles:${organizationId}`}, 0))`.execute(
    tx,
  );
}

/** Why somebody cannot give these roles; null: they can. */
export async function cannotGive(
  db: Database | Tx,
  by: Principal,
  given: readonly string[],
): Promise<string | null> {
  if (given.length > 0 && by.breakGlassId !== null) {
    return 'End your emergency access first: what it opens is for you alone and not to be given.';
  }
  const known = await rolesOf(db, by.organizationId);
  for (const id of given) {
    const role = known.find((one) => one.id === id);
    if (!role) return 'One of the roles is not known here; expected those under Roles.';
    const [first] = beyond(by, role);
    if (first !== undefined) {
      return `Nobody gives what they have not: “${role.name}” opens ${first}, and your own roles do not.`;
    }
  }
  return null;
}

/** Why somebody cannot act on who holds these roles, nor take them; null: they can. */
export async function cannotTake(
  tx: Tx,
  by: Principal,
  held: readonly string[],
): Promise<string | null> {
  const known = await rolesOf(tx, by.organizationId);
  return known.some((role) => held.includes(role.id) && beyond(by, role).length > 0)
    ? 'They may do more than you: somebody with as wide roles has to do this.'
    : null;
}

/** Said where nobody but this user administers; null: somebody else does. */
export async function isLast(
  tx: Tx,
  organizationId: string,
  userId: string,
): Promise<string | null> {
  const other = await tx
    .selectFrom('users')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '!=', userId)
    .where('left_at', 'is', null)
    .where(sql<boolean>`'administrator' = any (roles)`)
    .limit(1)
    .executeTakeFirst();
  return other
    ? null
    : 'This is the last administrator: nobody could give a role any more. Make somebody else one first.';
}
