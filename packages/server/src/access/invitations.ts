import { sql } from 'kysely';
import { v7, validate } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import { hashPassword } from '../keys/index.ts';
import type { Principal } from './principal.ts';
import { hashOf, newToken } from './session.ts';
import { cannotGive, holdRoles } from './set-roles.ts';

export const INVITATION_DAYS = 7;

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface InvitationDraft {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export type Invited =
  | {
      readonly kind: 'invited';
      readonly id: string;
      readonly token: string;
      readonly expiresAt: Date;
    }
  | { readonly kind: 'refused'; readonly field: keyof InvitationDraft; readonly sentence: string };

/** Invites somebody, with a token that works once and for a week; an earlier one to them ends. */
export async function invite(
  tx: Tx,
  by: Principal,
  draft: InvitationDraft,
  now: Date,
): Promise<Invited> {
  const { organizationId } = by;
  await holdRoles(tx, organizationId);
  const fault = await cannotGive(tx, by, draft.roles);
  if (fault !== null) return { kind: 'refused', field: 'roles', sentence: fault };
  return inviteTo(tx, organizationId, by.userId, draft, now);
}

/** As `invite`, without asking whether the one who invites may: for the command line. */
export async function inviteTo(
  tx: Tx,
  organizationId: string,
  by: string | null,
  draft: InvitationDraft,
  now: Date,
): Promise<Invited> {
  const email = draft.email.trim().toLowerCase();
  const known = await tx
    .selectFrom('users')
    .select(['organization_id', 'left_at'])
    .where('email', '=', email)
    .executeTakeFirst();
  if (known && (known.left_at === null || known.organization_id !== organizationId)) {
    return {
      kind: 'refused',
      field: 'email',
      sentence: 'Somebody signs in with this address already; expected another one.',
    };
  }
  await tx
    .updateTable('invitations')
    .set({ revoked_at: now })
    .where('organization_id', '=', organizationId)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
  const token = newToken();
  const id = v7();
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
  await tx
    .insertInto('invitations')
    .values({
      organization_id: organizationId,
      id,
      token_hash: hashOf(token),
      email,
      name: draft.name.trim(),
      roles: [...new Set(draft.roles)],
      invited_by: by,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute();
  return { kind: 'invited', id, token, expiresAt };
}

/** The newest 200. */
export async function listInvitations(
  database: Database,
  organizationId: string,
): Promise<readonly Invitation[]> {
  const rows = await database
    .selectFrom('invitations')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    roles: row.roles,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    revokedAt: row.revoked_at,
  }));
}

/** Takes an invitation back; false when there is none that is open. */
export async function revokeInvitation(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  if (!validate(id)) return false;
  const done = await tx
    .updateTable('invitations')
    .set({ revoked_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/**
 * Of these addresses those to which an invitation is open that the viewer could not have sent: the link
 * in it would give them roles that they have not.
 */
export async function invitedBeyond(
  database: Database,
  viewer: Principal,
  addresses: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (addresses.length === 0) return new Set();
  const open = await database
    .selectFrom('invitations')
    .select(['email', 'roles'])
    .where('organization_id', '=', viewer.organizationId)
    .where('email', 'in', addresses)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .execute();
  const beyond = new Set<string>();
  for (const { email, roles } of open) {
    const may = viewer.permissions.has('users:write');
    if (!may || (await cannotGive(database, viewer, roles)) !== null) beyond.add(email);
  }
  return beyond;
}

export interface OpenInvitation {
  readonly id: string;
  readonly organizationId: string;
  readonly organization: string;
  readonly email: string;
  readonly name: string;
}

export type FoundInvitation =
  | { readonly kind: 'open'; readonly invitation: OpenInvitation }
  | { readonly kind: 'unknown' | 'used' | 'expired' | 'revoked' };

/** The invitation of this token; what became of it where it is not open any more. */
export async function findInvitation(
  db: Database | Tx,
  token: string,
  now: Date,
): Promise<FoundInvitation> {
  const row = await db
    .selectFrom('invitations')
    .innerJoin('organizations', 'organizations.id', 'invitations.organization_id')
    .selectAll('invitations')
    .select('organizations.name as organization')
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (!row) return { kind: 'unknown' };
  if (row.accepted_at) return { kind: 'used' };
  if (row.revoked_at) return { kind: 'revoked' };
  if (row.expires_at <= now) return { kind: 'expired' };
  const { id, organization_id: organizationId, organization, email, name } = row;
  return { kind: 'open', invitation: { id, organizationId, organization, email, name } };
}

/**
 * Makes a user of whoever was invited; null when somebody was faster. Who left and comes back is the
 * same user, with nothing of before but the name in what they did.
 */
export async function acceptInvitation(
  tx: Tx,
  { id, organizationId }: OpenInvitation,
  { name, password }: { readonly name: string; readonly password: string },
  now: Date,
): Promise<string | null> {
  const taken = await tx
    .updateTable('invitations')
    .set({ accepted_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning(['email', 'roles'])
    .executeTakeFirst();
  if (!taken) return null;
  const password_hash = await hashPassword(password);
  const row = await tx
    .insertInto('users')
    .values({
      id: v7(),
      organization_id: organizationId,
      email: taken.email,
      name: name.trim(),
      roles: taken.roles,
      password_hash,
    })
    .onConflict((conflict) =>
      conflict
        .column('email')
        .doUpdateSet({ name: name.trim(), roles: taken.roles, password_hash, left_at: null })
        .where('users.left_at', 'is not', null)
        .where('users.organization_id', '=', sql<string>`excluded.organization_id`),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}
