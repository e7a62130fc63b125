import { isSensitivity, type Sensitivity } from '@postern/core/values';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/index.ts';
import { isPermission } from './permissions.ts';
import { type Rights, raised, rightsOf } from './rights.ts';
import { builtInRole, isBuiltIn, type Role } from './roles.ts';

/** Who asks: a signed-in user, or a key that stands for a program. */
export interface Principal extends Rights {
  readonly kind: 'user' | 'key';
  readonly userId: string;
  readonly organizationId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Pick<Role, 'id' | 'name'>[];
  /** The emergency access that raises the rights now; marked in all that is noted. */
  readonly breakGlassId: string | null;
  readonly breakGlassEndsAt: Date | null;
}

export interface UserRow {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly own_roles: readonly OwnRole[] | null;
  readonly emergency: {
    readonly id: string;
    readonly upTo: string;
    readonly endsAt: string;
  } | null;
}

interface OwnRole {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly highestClass: string | null;
}

/** The columns of a `UserRow`, where the table `users` is at hand. */
export function userColumns(now: Date): RawBuilder<UserRow> {
  return sql<UserRow>`users.id, users.organization_id, users.name, users.email, users.roles,
    (select json_agg(json_build_object('id', id, 'name', name, 'permissions', permissions,
        'highestClass', highest_class))
     from roles where roles.organization_id = users.organization_id
       and roles.id::text = any (users.roles)) as own_roles,
    (select json_build_object('id', id, 'upTo', up_to, 'endsAt', ends_at)
     from emergency_access
     where user_id = users.id and ended_at is null and ends_at > ${now}::timestamptz) as emergency`;
}

export function principalOfRow(row: UserRow): Principal {
  const roles = [
    ...row.roles.filter(isBuiltIn).map(builtInRole),
    ...(row.own_roles ?? []).map(ownRole),
  ];
  const upTo = row.emergency && classOf(row.emergency.upTo);
  const rights = rightsOf(roles);
  return {
    kind: 'user',
    userId: row.id,
    organizationId: row.organization_id,
    name: row.name,
    email: row.email,
    roles: roles.map(({ id, name }) => ({ id, name })),
    ...(upTo ? raised(rights, upTo) : rights),
    breakGlassId: row.emergency?.id ?? null,
    breakGlassEndsAt: row.emergency ? new Date(row.emergency.endsAt) : null,
  };
}

/** A user and what they may do now; null when there is none. */
export async function loadPrincipal(
  database: Database,
  userId: string,
  now: Date,
): Promise<Principal | null> {
  const { rows } = await sql<UserRow>`
    select ${userColumns(now)} from users where id = ${userId} and left_at is null
  `.execute(database);
  return rows[0] ? principalOfRow(rows[0]) : null;
}

/** A permission or class that this version does not know opens nothing. */
function ownRole({ id, name, permissions, highestClass }: OwnRole): Role {
  return {
    id,
    name,
    summary: '',
    permissions: permissions.filter(isPermission),
    highestClass: classOf(highestClass),
  };
}

const classOf = (word: string | null): Sensitivity | null =>
  word !== null && isSensitivity(word) ? word : null;
