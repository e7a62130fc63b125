import { permissionsOf, type Role } from '../../access/index.ts';
import type { Services } from '../services.ts';

/** Who is signed in, where, and what they may do: the pages show no more than that. */
export async function describeSession({ database }: Services, userId: string) {
  const row = await database
    .selectFrom('users')
    .innerJoin('organizations', 'organizations.id', 'users.organization_id')
    .select([
      'users.id',
      'users.name',
      'users.email',
      'users.role',
      'organizations.id as organizationId',
      'organizations.name as organizationName',
      'organizations.demonstration',
      'organizations.transport',
    ])
    .where('users.id', '=', userId)
    .executeTakeFirstOrThrow();
  return {
    user: {
      id: row.id,
      name: row.name,
      email: row.email,
      role: row.role as Role,
      permissions: [...permissionsOf(row.role)],
    },
    organization: {
      id: row.organizationId,
      name: row.organizationName,
      demonstration: row.demonstration,
      sandbox: (row.transport as { kind: string }).kind === 'sandbox',
    },
  };
}
