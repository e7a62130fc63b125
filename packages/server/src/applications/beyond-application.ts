import { isSensitivity } from '@postern/core/values';
import { beyond, isPermission, type Principal } from '../access/index.ts';
import type { Tx } from '../database/index.ts';

/**
 * Why somebody cannot hand out a key of this application: it opens what their own roles do not, and who
 * makes a key has read it. Null: they can, or there is no such application.
 */
export async function beyondApplication(
  tx: Tx,
  by: Principal,
  applicationId: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('applications')
    .select(['permissions', 'highest_class'])
    .where('organization_id', '=', by.organizationId)
    .where('id', '=', applicationId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  if (by.breakGlassId !== null) return 'End your emergency access first, then make keys.';
  const { highest_class: highest } = row;
  const [first] = beyond(by, {
    permissions: row.permissions.filter(isPermission),
    highestClass: highest !== null && isSensitivity(highest) ? highest : null,
  });
  return first === undefined
    ? null
    : `This application opens ${first}, and your own roles do not: somebody who may do as much makes its keys.`;
}
