import { compareSensitivity, type Sensitivity } from '@postern/core/values';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import { ownRoles } from './list-roles.ts';
import type { Permission } from './permissions.ts';
import type { Principal } from './principal.ts';
import { beyond } from './rights.ts';
import { BUILT_IN_ROLES } from './roles.ts';

export interface RoleDraft {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly highestClass: Sensitivity | null;
}

export type SavedRole =
  | { readonly kind: 'saved'; readonly id: string; readonly version: number }
  | { readonly kind: 'refused'; readonly field: keyof RoleDraft; readonly sentence: string }
  | { readonly kind: 'unknown' | 'stale' };

/** Makes a role of the organization's own, within what its maker may do. */
export async function createRole(tx: Tx, by: Principal, draft: RoleDraft): Promise<SavedRole> {
  const fault = await faultOf(tx, by, draft, null);
  if (fault) return fault;
  const id = v7();
  await tx
    .insertInto('roles')
    .values({ organization_id: by.organizationId, id, ...columnsOf(draft) })
    .execute();
  return { kind: 'saved', id, version: 1 };
}

/** Changes a role at the version that was read; whoever holds it may do what it says from now on. */
export async function updateRole(
  tx: Tx,
  by: Principal,
  { id, version }: { readonly id: string; readonly version: number },
  draft: RoleDraft,
): Promise<SavedRole> {
  const known = (await ownRoles(tx, by.organizationId)).find((one) => one.id === id);
  if (!known) return { kind: 'unknown' };
  if (known.version !== version) return { kind: 'stale' };
  const fault = await faultOf(tx, by, draft, id);
  if (fault) return fault;
  const changed = await tx
    .updateTable('roles')
    .set({ ...columnsOf(draft), version: version + 1, updated_at: sql<Date>`now()` })
    .where('organization_id', '=', by.organizationId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n
    ? { kind: 'saved', id, version: version + 1 }
    : { kind: 'stale' };
}

async function faultOf(tx: Tx, by: Principal, draft: RoleDraft, id: string | null) {
  const refused = (field: keyof RoleDraft, sentence: string) =>
    ({ kind: 'refused', field, sentence }) as const;
  // two of one name cannot be told apart by whoever gives them
  const taken = [...BUILT_IN_ROLES, ...(await ownRoles(tx, by.organizationId))].some(
    (one) => one.id !== id && one.name.toLowerCase() === draft.name.trim().toLowerCase(),
  );
  if (taken)
    return refused('name', 'Another role has this name; expected one that tells them apart.');
  if (
    draft.permissions.includes('people:read') &&
    (draft.highestClass === null || compareSensitivity(draft.highestClass, 'contact') < 0)
  ) {
    return refused(
      'highestClass',
      'Whoever sees people sees their names and addresses; expected the class “contact” or a higher one.',
    );
  }
  const [first] = by.breakGlassId === null ? beyond(by, draft) : ['emergency access'];
  return first === undefined
    ? null
    : refused(
        'permissions',
        `Nobody gives what they have not: your own roles do not open ${first}.`,
      );
}

const columnsOf = ({ name, permissions, highestClass }: RoleDraft) => ({
  name: name.trim(),
  permissions: [...new Set(permissions)],
  highest_class: highestClass,
});
