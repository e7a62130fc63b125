import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

const Oidc = Type.Object({
  kind: Type.Literal('oidc'),
  issuer: Type.String(),
  clientId: Type.String(),
  clientSecret: Type.String(),
});
const Saml = Type.Object({
  kind: Type.Literal('saml'),
  entityId: Type.String(),
  signInUrl: Type.String(),
  /** PEM, one or several: while the provider changes its key there are two. */
  certificates: Type.Array(Type.String()),
});
const Provider = Type.Union([Oidc, Saml]);
const Mapping = Type.Array(Type.Object({ value: Type.String(), roles: Type.Array(Type.String()) }));

export type OidcProvider = Type.Static<typeof Oidc>;
export type SamlProvider = Type.Static<typeof Saml>;
export type RoleMapping = Type.Static<typeof Mapping>;

/** How an organization's people sign in elsewhere, and what that is worth here. */
export interface Connection {
  readonly organizationId: string;
  readonly provider: OidcProvider | SamlProvider;
  /** Addresses of these domains alone are taken from the provider. */
  readonly domains: readonly string[];
  /** A claim at sign-in; groups of the directory (SCIM); or the pages of Postern. */
  readonly rolesFrom: 'claim' | 'directory' | 'hand';
  readonly roleClaim: string;
  readonly roleMapping: RoleMapping;
  /** Whether somebody who is not known yet is put on file at their first sign-in. */
  readonly createPeople: boolean;
  /** Values of `amr`, `acr` or AuthnContextClassRef that mean a second factor; none: ours is asked. */
  readonly factorWords: readonly string[];
  /** Whether a password or a passkey alone signs in nobody but one. */
  readonly required: boolean;
  readonly breakGlassUserId: string | null;
  readonly version: number;
}

const CONTEXT = 'single_sign_on.provider';

export const sealProvider = (keys: OrganizationKeys, provider: Connection['provider']): Buffer =>
  keys.sealJson(provider, CONTEXT);

/** An organization's connection; null where it has none. */
export async function loadConnection(
  db: Database | Tx,
  keys: OrganizationKeys,
): Promise<Connection | null> {
  const { organizationId } = keys;
  const row = await db
    .selectFrom('single_sign_on as connection')
    .innerJoin('organizations', 'organizations.id', 'connection.organization_id')
    .selectAll('connection')
    .select(['single_sign_on_required', 'break_glass_user_id'])
    .where('connection.organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!row) return null;
  const domains = await db
    .selectFrom('single_sign_on_domains')
    .select('domain')
    .where('organization_id', '=', organizationId)
    .orderBy('domain')
    .execute();
  const provider = keys.openJson(row.provider_sealed, CONTEXT);
  if (!Value.Check(Provider, provider)) {
    throw new TypeError(`The identity provider of ${organizationId} does not read.`);
  }
  return {
    organizationId,
    provider,
    domains: domains.map(({ domain }) => domain),
    rolesFrom: row.roles_from,
    roleClaim: row.role_claim,
    roleMapping: mappingOf(row.role_mapping),
    createPeople: row.create_people,
    factorWords: row.factor_words,
    required: row.single_sign_on_required,
    breakGlassUserId: row.break_glass_user_id,
    version: row.version,
  };
}

/** Whether an organization has one, without opening it. */
export async function hasConnection(db: Database | Tx, organizationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('single_sign_on')
    .select('organization_id')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return row !== undefined;
}

/** A mapping that does not read gives no role. */
export const mappingOf = (stored: unknown): RoleMapping =>
  Value.Check(Mapping, stored) ? stored : [];
