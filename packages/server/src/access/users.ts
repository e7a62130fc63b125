import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import { hashPassword } from '../keys/index.ts';
import { removeFactors } from './factors.ts';
import { passwordFault } from './password-rules.ts';
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

/**
 * Sets a new password for whoever has this address and ends their sessions, and with `factors` takes
 * their second factors too; null when nobody has it. For whoever looks after the installation.
 */
export async function setPassword(
  tx: Tx,
  email: string,
  password: string,
  { factors = false }: { readonly factors?: boolean } = {},
): Promise<{ userId: string; organizationId: string } | null> {
  const row = await tx
    .updateTable('users')
    .set({ password_hash: await hashPassword(password) })
    .where('email', '=', email.trim().toLowerCase())
    .where('left_at', 'is', null)
    .returning(['id', 'organization_id'])
    .executeTakeFirst();
  if (!row) return null;
  if (factors) await removeFactors(tx, row.id);
  await endSessionsOf(tx, row.id);
  return { userId: row.id, organizationId: row.organization_id };
}

export type ChangedPassword =
  | { readonly kind: 'changed'; readonly ended: number }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Somebody's own new password; their other sessions end. */
export async function changePassword(
  tx: Tx,
  who: { readonly userId: string; readonly name: string; readonly email: string },
  password: string,
  session: string,
  now: Date,
): Promise<ChangedPassword> {
  const sentence = passwordFault(password, who);
  if (sentence !== null) return { kind: 'refused', sentence };
  await tx
    .updateTable('users')
    .set({ password_hash: await hashPassword(password) })
    .where('id', '=', who.userId)
    .execute();
  return { kind: 'changed', ended: await endSessionsOf(tx, who.userId, now, session) };
}

/** Who is named beside people, so that nobody of that name passes for them. */
const OURS = ['postern', 'a recipient', 'somebody who has left'];

/**
 * Names of an organization's users by id, for lists. Everybody chooses their own: who is called as
 * somebody else here is told from them by their address.
 */
export async function userNames(
  database: Database,
  organizationId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom('users')
    .select(['id', 'name', 'email'])
    .where('organization_id', '=', organizationId)
    .execute();
  const readAs = (name: string) =>
    name
      .normalize('NFKC')
      .replace(/\p{DI}/gu, '')
      .replace(/\s+/gu, ' ')
      .trim()
      .toLowerCase();
  const times = Map.groupBy(
    rows.map(({ name }) => readAs(name)),
    (name) => name,
  );
  return new Map(
    rows.map(({ id, name, email }) => {
      const read = readAs(name);
      const alone = times.get(read)?.length === 1 && !OURS.includes(read);
      return [id, alone ? name : `${name} (${email})`];
    }),
  );
}
