import { sql } from 'kysely';
import { cannotGive, holdRoles, type Principal } from '../access/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { beyondEverybody } from './beyond-everybody.ts';
import { type Connection, sealProvider } from './connection.ts';
import { applyGroups } from './directory-roles.ts';

export type ConnectionDraft = Omit<Connection, 'organizationId' | 'version'>;

export type SavedConnection =
  | { readonly kind: 'saved'; readonly version: number }
  | { readonly kind: 'refused'; readonly field: keyof ConnectionDraft; readonly sentence: string };

/**
 * Saves how people of an organization sign in elsewhere. Who sets it up could come as anybody, so
 * that nobody here may do more than they; who gives roles by groups gives no more than they have; a domain leads to one organization, and to none where people of another have addresses.
 */
export async function saveConnection(
  tx: Tx,
  keys: OrganizationKeys,
  by: Principal,
  draft: ConnectionDraft,
  now: Date,
): Promise<SavedConnection> {
  const { organizationId } = keys;
  await holdRoles(tx, organizationId);
  const refused = (field: keyof ConnectionDraft, sentence: string) =>
    ({ kind: 'refused', field, sentence }) as const;
  const roles = [...new Set(draft.roleMapping.flatMap((one) => one.roles))];
  const fault = await cannotGive(tx, by, roles);
  if (fault !== null) return refused('roleMapping', fault);
  const beyond = await beyondEverybody(tx, by, now);
  if (beyond !== null) return refused('provider', beyond);
  const taken = await takenDomain(tx, organizationId, draft.domains);
  if (taken !== null) {
    const sentence = `${taken} is in use by another organization here; expected a domain of your own.`;
    return refused('domains', sentence);
  }
  if (draft.required && !(await administers(tx, organizationId, draft.breakGlassUserId))) {
    return refused(
      'breakGlassUserId',
      'Before it is required, name one administrator with a password, who signs in when the identity provider fails.',
    );
  }
  const row = {
    kind: draft.provider.kind,
    provider_sealed: sealProvider(keys, draft.provider),
    roles_from: draft.rolesFrom,
    role_claim: draft.roleClaim,
    role_mapping: JSON.stringify(draft.roleMapping),
    create_people: draft.createPeople,
    factor_words: [...draft.factorWords],
    updated_at: now,
  };
  const { version } = await tx
    .insertInto('single_sign_on')
    .values({ organization_id: organizationId, ...row })
    .onConflict((conflict) =>
      conflict
        .column('organization_id')
        .doUpdateSet({ ...row, version: sql<number>`single_sign_on.version + 1` }),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  await tx
    .deleteFrom('single_sign_on_domains')
    .where('organization_id', '=', organizationId)
    .execute();
  await tx
    .insertInto('single_sign_on_domains')
    .values(draft.domains.map((domain) => ({ domain, organization_id: organizationId })))
    .execute();
  await setRequired(tx, organizationId, draft.required, draft.breakGlassUserId);
  if (draft.rolesFrom === 'directory') await applyGroups(tx, organizationId);
  return { kind: 'saved', version };
}

/** Takes it away: people sign in by password and passkey alone. False: there was none. */
export async function removeConnection(tx: Tx, organizationId: string): Promise<boolean> {
  await setRequired(tx, organizationId, false, null);
  for (const table of ['single_sign_on_requests', 'single_sign_on_identities'] as const) {
    await tx.deleteFrom(table).where('organization_id', '=', organizationId).execute();
  }
  const { numDeletedRows } = await tx
    .deleteFrom('single_sign_on')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

async function setRequired(
  tx: Tx,
  organizationId: string,
  required: boolean,
  breakGlass: string | null,
): Promise<void> {
  await tx
    .updateTable('organizations')
    .set({ single_sign_on_required: required, break_glass_user_id: breakGlass })
    .where('id', '=', organizationId)
    .execute();
}

/** The first domain that leads to another organization, or in which its people have addresses. */
async function takenDomain(
  tx: Tx,
  organizationId: string,
  domains: readonly string[],
): Promise<string | null> {
  const { rows } = await sql<{ domain: string }>`
    select domain from unnest(${[...domains]}::text[]) as domain
    where exists (select from single_sign_on_domains other
        where other.domain = domain.domain and organization_id <> ${organizationId})
      or exists (select from users
        where split_part(email, '@', 2) = domain.domain and organization_id <> ${organizationId}
          and left_at is null)
    limit 1`.execute(tx);
  return rows[0]?.domain ?? null;
}

async function administers(tx: Tx, organizationId: string, id: string | null): Promise<boolean> {
  if (id === null) return false;
  const row = await tx
    .selectFrom('users')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('left_at', 'is', null)
    .where('password_hash', 'is not', null)
    .where(sql<boolean>`'administrator' = any (roles)`)
    .executeTakeFirst();
  return row !== undefined;
}
