import { isSensitivity } from '@postern/core/values';
import type { Database, Tx } from '../database/index.ts';
import { isPermission } from './permissions.ts';
import { BUILT_IN_ROLES, type Role } from './roles.ts';

export interface OwnRole extends Role {
  readonly version: number;
}

/** The roles that an organization made, by name; a word that this version does not know is left out. */
export async function ownRoles(db: Database | Tx, organizationId: string): Promise<OwnRole[]> {
  const rows = await db
    .selectFrom('roles')
    .select(['id', 'name', 'permissions', 'highest_class', 'version'])
    .where('organization_id', '=', organizationId)
    .orderBy('name')
    .execute();
  return rows.map(({ id, name, permissions, highest_class: highest, version }) => ({
    id,
    name,
    summary: '',
    permissions: permissions.filter(isPermission),
    highestClass: highest !== null && isSensitivity(highest) ? highest : null,
    version,
  }));
}

/** Every role that somebody of the organization can hold. */
export async function rolesOf(db: Database | Tx, organizationId: string): Promise<readonly Role[]> {
  return [...BUILT_IN_ROLES, ...(await ownRoles(db, organizationId))];
}
