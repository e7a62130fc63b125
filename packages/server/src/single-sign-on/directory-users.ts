import { sql } from 'kysely';
import { v7, validate } from 'uuid';
import { holdRoles, isBreakGlass, isLast, leave } from '../access/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { applyGroups, LastAdministrator, type MovedRoles } from './directory-roles.ts';
import { noSuch, ScimFault } from './scim-fault.ts';
import type { DirectoryUser, StoredUser } from './scim-user.ts';

/** What a directory's write did, for the audit. */
export interface UserChange {
  readonly userId: string;
  readonly what: 'created' | 'changed' | 'activated' | 'deactivated' | 'deleted';
  /** Sessions that were ended by it. */
  readonly ended: number;
  readonly moved: readonly MovedRoles[];
}

/** Everybody of an organization who works here or is still in its directory, oldest first. */
export async function directoryUsers(
  db: Database | Tx,
  organizationId: string,
  only: string | null = null,
): Promise<readonly StoredUser[]> {
  const { rows } = await sql<StoredUser>`
    select users.id, email, users.name, left_at is null as active,
      coalesce(given_name, '') as "givenName", coalesce(family_name, '') as "familyName",
      external_id as "externalId", users.created_at as "createdAt",
      coalesce(entry.updated_at, users.created_at) as "updatedAt",
      (select coalesce(json_agg(json_build_object('value', one.id, 'display', one.name)
          order by one.name), '[]')
        from directory_members member join directory_groups one
          on one.organization_id = member.organization_id and one.id = member.group_id
        where member.organization_id = ${organizationId} and member.user_id = users.id) as groups
    from users left join directory_users entry
      on entry.organization_id = users.organization_id and entry.user_id = users.id
    where users.organization_id = ${organizationId}
      and (left_at is null or entry.user_id is not null)
      and (${only}::uuid is null or users.id = ${only}::uuid)
    order by users.created_at, users.id`.execute(db);
  return rows;
}

export async function directoryUser(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<StoredUser> {
  const [user] = validate(id) ? await directoryUsers(db, organizationId, id) : [];
  if (!user) throw noSuch('user');
  return user;
}

/** Puts somebody on file; who left is the same user again. Without a group they may do nothing. */
export async function createDirectoryUser(
  tx: Tx,
  organizationId: string,
  user: DirectoryUser,
  now: Date,
): Promise<UserChange> {
  await holdRoles(tx, organizationId);
  const known = await tx
    .selectFrom('users')
    .leftJoin('directory_users as entry', 'entry.user_id', 'users.id')
    .select(['users.id', 'users.organization_id', 'left_at', 'entry.user_id'])
    .where('email', '=', user.email)
    .executeTakeFirst();
  const back =
    known?.organization_id === organizationId && known.left_at !== null && known.user_id === null;
  if (known && !back) throw taken();
  const id = known?.id ?? v7();
  const row = { name: user.name, roles: [], left_at: user.active ? null : now };
  if (known) await tx.updateTable('users').set(row).where('id', '=', id).execute();
  else {
    const fresh = { id, organization_id: organizationId, email: user.email, password_hash: null };
    await tx
      .insertInto('users')
      .values({ ...fresh, ...row })
      .execute();
  }
  await keepEntry(tx, organizationId, id, user, now);
  return { userId: id, what: 'created', ended: 0, moved: [] };
}

/** Makes somebody as the directory has them; who is not active any more is out at once. */
export async function replaceDirectoryUser(
  tx: Tx,
  organizationId: string,
  id: string,
  user: DirectoryUser,
  now: Date,
): Promise<UserChange> {
  await holdRoles(tx, organizationId);
  const before = await directoryUser(tx, organizationId, id);
  const held = await sql`select from users where email = ${user.email} and id <> ${id}`.execute(tx);
  if (held.rows.length > 0) throw taken();
  const ended = before.active && !user.active ? await deprovision(tx, organizationId, id, now) : 0;
  await tx
    .updateTable('users')
    .set({
      email: user.email,
      name: user.name,
      ...(user.active && !before.active && { left_at: null }),
    })
    .where('id', '=', id)
    .execute();
  await keepEntry(tx, organizationId, id, user, now);
  const what =
    before.active === user.active ? 'changed' : user.active ? 'activated' : 'deactivated';
  return { userId: id, what, ended, moved: await moveRoles(tx, organizationId, [id]) };
}

/** Ends what somebody may do here, and their place in the directory; what they did stays. */
export async function deleteDirectoryUser(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<UserChange> {
  await holdRoles(tx, organizationId);
  const before = await directoryUser(tx, organizationId, id);
  const ended = before.active ? await deprovision(tx, organizationId, id, now) : 0;
  for (const table of ['directory_users', 'single_sign_on_identities'] as const) {
    await tx
      .deleteFrom(table)
      .where('organization_id', '=', organizationId)
      .where('user_id', '=', id)
      .execute();
  }
  return { userId: id, what: 'deleted', ended, moved: [] };
}

/** As `applyGroups`; that the last administrator would go is told to the directory. */
export async function moveRoles(
  tx: Tx,
  organizationId: string,
  only: readonly string[],
): Promise<readonly MovedRoles[]> {
  try {
    return await applyGroups(tx, organizationId, only);
  } catch (error) {
    if (!(error instanceof LastAdministrator)) throw error;
    throw new ScimFault(409, 'mutability', error.message);
  }
}

/** Groups have members of the directory only: whoever was put on file otherwise joins it. */
export async function keepEntry(
  tx: Tx,
  organizationId: string,
  userId: string,
  user: Pick<DirectoryUser, 'givenName' | 'familyName' | 'externalId'>,
  now: Date,
): Promise<void> {
  const row = {
    external_id: user.externalId,
    given_name: user.givenName,
    family_name: user.familyName,
    updated_at: now,
  };
  await tx
    .insertInto('directory_users')
    .values({ organization_id: organizationId, user_id: userId, created_at: now, ...row })
    .onConflict((conflict) => conflict.columns(['organization_id', 'user_id']).doUpdateSet(row))
    .execute();
}

async function deprovision(tx: Tx, organizationId: string, id: string, now: Date): Promise<number> {
  const sentence = await isLast(tx, organizationId, id);
  if (sentence !== null) throw new ScimFault(409, 'mutability', sentence);
  if (await isBreakGlass(tx, organizationId, id)) {
    throw new ScimFault(
      409,
      'mutability',
      'This person signs in when the identity provider fails: name somebody else for that first.',
    );
  }
  return leave(tx, id, now);
}

const taken = () =>
  new ScimFault(
    409,
    'uniqueness',
    'Somebody here has this userName already; expected another one.',
  );
