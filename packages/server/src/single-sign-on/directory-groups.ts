import { sql } from 'kysely';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { v7, validate } from 'uuid';
import { holdRoles } from '../access/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { MovedRoles } from './directory-roles.ts';
import { directoryUsers, keepEntry, moveRoles } from './directory-users.ts';
import { noSuch, ScimFault } from './scim-fault.ts';

export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const Given = Type.Object({
  displayName: Type.String({ minLength: 1, maxLength: 200 }),
  externalId: Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()])),
  members: Type.Optional(
    Type.Union([
      Type.Array(Type.Object({ value: Type.String() }), { maxItems: 20_000 }),
      Type.Null(),
    ]),
  ),
});

/** A group as a directory describes it (RFC 7643, 4.2). */
export interface DirectoryGroup {
  readonly name: string;
  readonly externalId: string | null;
  readonly members: readonly string[];
}

export interface StoredGroup extends Omit<DirectoryGroup, 'members'> {
  readonly id: string;
  readonly members: readonly { readonly value: string; readonly display: string }[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface GroupChange {
  readonly groupId: string;
  readonly what: 'created' | 'changed' | 'deleted';
  readonly members: number;
  readonly moved: readonly MovedRoles[];
}

/** Reads what a directory sent; throws a `ScimFault` that says what was expected. */
export function readGroup(given: unknown): DirectoryGroup {
  if (!Value.Check(Given, given)) {
    throw new ScimFault(400, 'invalidValue', 'Expected a Group with displayName and members.');
  }
  const { displayName, externalId, members } = given;
  return {
    name: displayName.trim(),
    externalId: externalId ?? null,
    members: [...new Set((members ?? []).map(({ value }) => value.toLowerCase()))],
  };
}

export async function directoryGroups(
  db: Database | Tx,
  organizationId: string,
  only: string | null = null,
): Promise<readonly StoredGroup[]> {
  const { rows } = await sql<StoredGroup>`
    select id, name, external_id as "externalId", created_at as "createdAt",
      updated_at as "updatedAt",
      (select coalesce(json_agg(json_build_object('value', users.id, 'display', users.name)
          order by users.id), '[]')
        from directory_members member join users on users.id = member.user_id
        where member.organization_id = ${organizationId} and group_id = one.id) as members
    from directory_groups one
    where organization_id = ${organizationId} and (${only}::uuid is null or id = ${only}::uuid)
    order by created_at, id`.execute(db);
  return rows;
}

export async function directoryGroup(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<StoredGroup> {
  const [group] = validate(id) ? await directoryGroups(db, organizationId, id) : [];
  if (!group) throw noSuch('group');
  return group;
}

/** Makes a group, or makes it as the directory has it; its people have its roles at once. */
export async function keepGroup(
  tx: Tx,
  organizationId: string,
  { id, group }: { readonly id: string | null; readonly group: DirectoryGroup },
  now: Date,
): Promise<GroupChange> {
  await holdRoles(tx, organizationId);
  const before = id === null ? null : await directoryGroup(tx, organizationId, id);
  const groupId = before?.id ?? v7();
  const { rows } = await sql`
    select from directory_groups where organization_id = ${organizationId}
      and lower(name) = lower(${group.name}) and id <> ${groupId}`.execute(tx);
  if (rows.length > 0) {
    throw new ScimFault(
      409,
      'uniqueness',
      'A group has this displayName already; expected another.',
    );
  }
  const row = { name: group.name, external_id: group.externalId, updated_at: now };
  await tx
    .insertInto('directory_groups')
    .values({ organization_id: organizationId, id: groupId, created_at: now, ...row })
    .onConflict((conflict) => conflict.columns(['organization_id', 'id']).doUpdateSet(row))
    .execute();
  await setMembers(tx, organizationId, groupId, group.members, now);
  const touched = [...group.members, ...(before?.members ?? []).map(({ value }) => value)];
  return {
    groupId,
    what: before ? 'changed' : 'created',
    members: group.members.length,
    moved: await moveRoles(tx, organizationId, touched),
  };
}

export async function deleteGroup(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<GroupChange> {
  await holdRoles(tx, organizationId);
  const before = await directoryGroup(tx, organizationId, id);
  await tx
    .deleteFrom('directory_groups')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
  const members = before.members.map(({ value }) => value);
  const moved = await moveRoles(tx, organizationId, members);
  return { groupId: before.id, what: 'deleted', members: 0, moved };
}

async function setMembers(
  tx: Tx,
  organizationId: string,
  groupId: string,
  members: readonly string[],
  now: Date,
): Promise<void> {
  const known = new Map((await directoryUsers(tx, organizationId)).map((user) => [user.id, user]));
  await tx
    .deleteFrom('directory_members')
    .where('organization_id', '=', organizationId)
    .where('group_id', '=', groupId)
    .execute();
  for (const id of members) {
    const user = known.get(id);
    if (!user) {
      const sentence = 'A member is not known here; expected ids of Users of this directory.';
      throw new ScimFault(400, 'invalidValue', sentence);
    }
    await keepEntry(tx, organizationId, id, user, now);
  }
  if (members.length === 0) return;
  await tx
    .insertInto('directory_members')
    .values(
      members.map((id) => ({ organization_id: organizationId, group_id: groupId, user_id: id })),
    )
    .execute();
}

/** A Group as RFC 7643, 8.4 writes it. */
export function groupResource(group: StoredGroup, base: string) {
  const { id, name, externalId, members } = group;
  return {
    schemas: [GROUP_SCHEMA],
    id,
    ...(externalId !== null && { externalId }),
    displayName: name,
    members: members.map((one) => ({ ...one, $ref: `${base}/Users/${one.value}` })),
    meta: {
      resourceType: 'Group',
      created: group.createdAt.toISOString(),
      lastModified: group.updatedAt.toISOString(),
      location: `${base}/Groups/${id}`,
    },
  };
}

export type GroupResource = ReturnType<typeof groupResource>;
