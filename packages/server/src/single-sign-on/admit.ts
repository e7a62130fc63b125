import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { holdRoles, isLast, plainName } from '../access/index.ts';
import type { Tx } from '../database/index.ts';
import { type Claims, type Refusal, refusal } from './claims.ts';
import type { Connection } from './connection.ts';
import { rolesOfGroups } from './roles-of-groups.ts';

export interface Admitted {
  readonly kind: 'admitted';
  readonly userId: string;
  /** Whether they are on file since this sign-in. */
  readonly created: boolean;
  /** The invitation that this accepted; a sign-in at the own provider stands for its link. */
  readonly invitationId: string | null;
  readonly given: readonly string[];
  readonly taken: readonly string[];
}

/** Whoever is refused may be on file since, or have lost roles: that is to be noted. */
export type Admission = Admitted | (Refusal & { readonly changed: Omit<Admitted, 'kind'> | null });

const no = (why: string, sentence: string, changed: Omit<Admitted, 'kind'> | null = null) => ({
  ...refusal(why, sentence),
  changed,
});

/**
 * Who somebody is here, by what their identity provider said: an address of the organization's own
 * domains, a person of this organization, and a role. What is not known is refused, not assumed.
 */
export async function admit(
  tx: Tx,
  connection: Connection,
  claims: Claims,
  now: Date,
): Promise<Admission> {
  const { organizationId, domains, rolesFrom, roleClaim, roleMapping } = connection;
  await holdRoles(tx, organizationId);
  const email = claims.email?.toLowerCase() ?? '';
  if (!/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(email)) {
    return no(
      'no_email',
      'Your identity provider did not tell your e-mail address, so nobody here can be found by it.',
    );
  }
  if (!domains.includes(email.slice(email.indexOf('@') + 1))) {
    return no(
      'domain',
      'Your address is of a domain that this organization does not take from its identity provider.',
    );
  }
  const found = await findUser(tx, connection, claims, email);
  if (found.kind === 'refused') return { ...found, changed: null };
  const invited = found.user ? null : await openInvitation(tx, organizationId, email, now);
  if (!found.user && !invited && !connection.createPeople) {
    return no('unknown', 'Nobody here has your address: an administrator invites you first.');
  }
  if (rolesFrom === 'claim' && claims.groups === null) {
    return no(
      'no_groups',
      `Your identity provider did not tell your groups (${roleClaim}), so what you may do here is not known.`,
    );
  }
  const person = { email, name: claims.name ?? invited?.name ?? email };
  const userId = found.user?.id ?? (await addPerson(tx, organizationId, person));
  await bind(tx, connection, claims, userId);
  if (invited) await accept(tx, invited.id, now);
  const before = found.user?.roles ?? [];
  const roles =
    rolesFrom === 'claim'
      ? await withLast(
          tx,
          connection,
          userId,
          before,
          rolesOfGroups(roleMapping, claims.groups ?? []),
        )
      : (invited?.roles ?? before);
  if (rolesFrom === 'claim' || invited) {
    await tx
      .updateTable('users')
      .set({ roles: [...roles] })
      .where('id', '=', userId)
      .execute();
  }
  const changed = {
    userId,
    created: !found.user,
    invitationId: invited?.id ?? null,
    given: roles.filter((id) => !before.includes(id)),
    taken: before.filter((id) => !roles.includes(id)),
  };
  if (roles.length > 0) return { kind: 'admitted', ...changed };
  const sentence =
    rolesFrom === 'hand'
      ? 'You have no role here yet: an administrator gives you one.'
      : 'None of your groups gives a role here. Ask whoever looks after your groups.';
  return no('no_role', sentence, changed);
}

type Found =
  | Refusal
  | { readonly kind: 'found'; readonly user: { id: string; roles: readonly string[] } | null };

async function findUser(
  tx: Tx,
  { organizationId }: Connection,
  claims: Claims,
  email: string,
): Promise<Found> {
  const known = await tx
    .selectFrom('single_sign_on_identities as identity')
    .innerJoin('users', 'users.id', 'identity.user_id')
    .select(['users.id', 'users.roles', 'users.left_at', 'users.organization_id'])
    .where('identity.organization_id', '=', organizationId)
    .where('subject_hash', '=', hashOfSubject(claims) ?? Buffer.alloc(0))
    .executeTakeFirst();
  const byAddress = known
    ? undefined
    : await tx
        .selectFrom('users')
        .leftJoin('single_sign_on_identities as identity', 'identity.user_id', 'users.id')
        .select(['users.id', 'users.roles', 'users.left_at', 'users.organization_id'])
        .select('identity.issuer_hash')
        .where('email', '=', email)
        .executeTakeFirst();
  const user = known ?? byAddress;
  if (!user) return { kind: 'found', user: null };
  if (user.organization_id !== organizationId) {
    return refusal(
      'other_organization',
      'Your address belongs to somebody of another organization here.',
    );
  }
  if (user.left_at !== null) {
    return refusal(
      'left',
      'Your account here was ended. An administrator invites you again, or your directory does.',
    );
  }
  if (claims.subject !== null && byAddress?.issuer_hash?.equals(hashOf(claims.issuer))) {
    return refusal(
      'subject',
      'Your address belonged to somebody else before, whose account is still here: an administrator removes it first.',
    );
  }
  return { kind: 'found', user };
}

/** The last administrator stays one whatever the groups say: nobody could give a role any more. */
async function withLast(
  tx: Tx,
  { organizationId }: Connection,
  userId: string,
  before: readonly string[],
  roles: readonly string[],
): Promise<readonly string[]> {
  if (!before.includes('administrator') || roles.includes('administrator')) return roles;
  return (await isLast(tx, organizationId, userId)) === null ? roles : [...roles, 'administrator'];
}

async function openInvitation(tx: Tx, organizationId: string, email: string, now: Date) {
  const row = await tx
    .selectFrom('invitations')
    .select(['id', 'name', 'roles'])
    .where('organization_id', '=', organizationId)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

async function accept(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('invitations').set({ accepted_at: now }).where('id', '=', id).execute();
}

async function addPerson(
  tx: Tx,
  organizationId: string,
  { email, name }: { readonly email: string; readonly name: string },
): Promise<string> {
  const id = v7();
  await tx
    .insertInto('users')
    .values({
      id,
      organization_id: organizationId,
      email,
      name: plainName(name),
      roles: [],
      password_hash: null,
    })
    .execute();
  return id;
}

/** From now on the subject is this user, whatever address it has. */
async function bind(tx: Tx, { organizationId }: Connection, claims: Claims, userId: string) {
  const subject_hash = hashOfSubject(claims);
  if (subject_hash === null) return;
  const row = { issuer_hash: hashOf(claims.issuer), subject_hash };
  await tx
    .insertInto('single_sign_on_identities')
    .values({ organization_id: organizationId, user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute();
}

const hashOf = (text: string) => createHash('sha256').update(text).digest();

/** Of issuer and subject together: two providers may use one word for two people. */
export function hashOfSubject({
  issuer,
  subject,
}: Pick<Claims, 'issuer' | 'subject'>): Buffer | null {
  return subject === null ? null : hashOf(`${issuer}\0${subject}`);
}
