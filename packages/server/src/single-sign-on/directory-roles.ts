import { sql } from 'kysely';
import { isLast } from '../access/index.ts';
import type { Tx } from '../database/index.ts';
import { mappingOf } from './connection.ts';
import { rolesOfGroups } from './roles-of-groups.ts';

export interface MovedRoles {
  readonly userId: string;
  readonly given: readonly string[];
  readonly taken: readonly string[];
}

/** Somebody's groups would take the last administrator: the change is refused as a whole. */
export class LastAdministrator extends Error {
  readonly code = 'LAST_ADMINISTRATOR';
}

/**
 * Gives people the roles of their groups in the directory, where the organization's roles come from
 * there; answers what moved. Throws `LastAdministrator`; call it with `holdRoles` held.
 */
export async function applyGroups(
  tx: Tx,
  organizationId: string,
  only: readonly string[] | null = null,
): Promise<readonly MovedRoles[]> {
  const connection = await tx
    .selectFrom('single_sign_on')
    .select(['roles_from', 'role_mapping'])
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (connection?.roles_from !== 'directory') return [];
  const mapping = mappingOf(connection.role_mapping);
  const { rows } = await sql<{ id: string; roles: string[]; groups: string[] }>`
    select users.id, users.roles, array(
        select name from directory_members member
          join directory_groups on directory_groups.organization_id = member.organization_id
            and directory_groups.id = group_id
        where member.organization_id = ${organizationId} and member.user_id = users.id
      ) as groups
    from directory_users join users on users.id = user_id
    where directory_users.organization_id = ${organizationId} and left_at is null
      and (${only === null} or users.id = any (${only ?? []}::uuid[]))
    order by users.id`.execute(tx);
  const moved: MovedRoles[] = [];
  // who gains first: then nobody is the last administrator while the next one comes
  const wanted = rows.map((row) => ({ ...row, wanted: rolesOfGroups(mapping, row.groups) }));
  wanted.sort((one, other) => Number(loses(one)) - Number(loses(other)));
  for (const { id, roles, wanted: next } of wanted) {
    const given = next.filter((role) => !roles.includes(role));
    const taken = roles.filter((role) => !next.includes(role));
    if (given.length + taken.length === 0) continue;
    if (taken.includes('administrator')) {
      const sentence = await isLast(tx, organizationId, id);
      if (sentence !== null) throw new LastAdministrator(sentence);
    }
    await tx
      .updateTable('users')
      .set({ roles: [...next] })
      .where('id', '=', id)
      .execute();
    moved.push({ userId: id, given, taken });
  }
  return moved;
}

const loses = ({ roles, wanted }: { roles: readonly string[]; wanted: readonly string[] }) =>
  roles.includes('administrator') && !wanted.includes('administrator');
