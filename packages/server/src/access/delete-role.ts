import { sql } from 'kysely';
import { validate } from 'uuid';
import type { Tx } from '../database/index.ts';
import { holdRoles } from './set-roles.ts';

/** Deletes a role of the organization's own that nobody holds. */
export async function deleteRole(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<'deleted' | 'unknown' | 'held'> {
  if (!validate(id)) return 'unknown';
  await holdRoles(tx, organizationId);
  const held = await tx
    .selectFrom('users')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('left_at', 'is', null)
    .where(sql<boolean>`${id} = any (roles)`)
    .limit(1)
    .executeTakeFirst();
  if (held) return 'held';
  const gone = await tx
    .deleteFrom('roles')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return gone.numDeletedRows === 1n ? 'deleted' : 'unknown';
}
