import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import { hashPassword } from './password.ts';
import { endSessionsOf } from './session.ts';

export interface NewUser {
  readonly organizationId: string;
  readonly email: string;
  readonly name: string;
  /** Built-in roles by name, the organization's own by id; at least one. */
  readonly roles: readonly string[];
  readonly password: string;
}

/** Adds a user; answers the id. The address is kept in lower case. */
export async function addUser(database: Database | Tx, user: NewUser): Promise<string> {
  const id = v7();
  await database
    .insertInto('users')
    .values({
      id,
      organization_id: user.organizationId,
      email: user.email.trim().toLowerCase(),
      name: user.name,
      roles: [...user.roles],
      password_hash: await hashPassword(user.password),
    })
    .execute();
  return id;
}

/** Sets a new password, unlocks the account and ends its sessions; null when nobody has it. */
export async function setPassword(
  database: Database,
  email: string,
  password: string,
): Promise<{ userId: string; organizationId: string } | null> {
  const row = await database
    .updateTable('users')
    .set({ password_hash: await hashPassword(password), failed_sign_ins: 0, locked_until: null })
    .where('email', '=', email.trim().toLowerCase())
    .returning(['id', 'organization_id'])
    .executeTakeFirst();
  if (!row) return null;
  await endSessionsOf(database, row.id);
  return { userId: row.id, organizationId: row.organization_id };
}

/** Names of an organization's users by id, for lists. */
export async function userNames(
  database: Database,
  organizationId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom('users')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
