import type { Connection } from './queries.ts';

/** What is written into the form; lists are lines of a field until they are saved. */
export interface Draft {
  readonly kind: 'oidc' | 'saml';
  readonly issuer: string;
  readonly clientId: string;
  /** Empty: the one that is kept stays. */
  readonly clientSecret: string;
  readonly entityId: string;
  readonly signInUrl: string;
  readonly certificates: string;
  readonly domains: string;
  readonly rolesFrom: Connection['rolesFrom'];
  readonly roleClaim: string;
  readonly roleMapping: readonly { readonly value: string; readonly roles: string[] }[];
  readonly createPeople: boolean;
  readonly factorWords: string;
  readonly required: boolean;
  readonly breakGlassUserId: string | null;
}

const NONE: Draft = {
  ...{ kind: 'oidc', issuer: '', clientId: '', clientSecret: '' },
  ...{ entityId: '', signInUrl: '', certificates: '' },
  ...{ domains: '', rolesFrom: 'hand', roleClaim: 'groups', roleMapping: [] },
  ...{ createPeople: false, factorWords: '', required: false, breakGlassUserId: null },
};

export function draftOf(connection: Connection | null): Draft {
  if (!connection) return NONE;
  const { provider, domains, factorWords, version: _, ...rules } = connection;
  return {
    ...NONE,
    ...rules,
    roleMapping: rules.roleMapping.map(({ value, roles }) => ({ value, roles: [...roles] })),
    ...(provider.kind === 'oidc'
      ? { kind: provider.kind, issuer: provider.issuer, clientId: provider.clientId }
      : { ...provider, certificates: provider.certificates.join('\n') }),
    domains: domains.join('\n'),
    factorWords: factorWords.join('\n'),
  };
}

const linesOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((word) => word.trim())
    .filter(Boolean);

/** The body to save. */
export function bodyOf(draft: Draft) {
  const { issuer, clientId, clientSecret, entityId, signInUrl, certificates } = draft;
  const pems = certificates.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [certificates];
  return {
    provider:
      draft.kind === 'oidc'
        ? { kind: 'oidc' as const, issuer, clientId, clientSecret: clientSecret || null }
        : { kind: 'saml' as const, entityId, signInUrl, certificates: pems },
    domains: linesOf(draft.domains.toLowerCase()),
    rolesFrom: draft.rolesFrom,
    roleClaim: draft.roleClaim,
    roleMapping: draft.roleMapping.filter(({ value, roles }) => value !== '' && roles.length > 0),
    createPeople: draft.createPeople,
    factorWords: linesOf(draft.factorWords),
    required: draft.required,
    breakGlassUserId: draft.breakGlassUserId,
  };
}
