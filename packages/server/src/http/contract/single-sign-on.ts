import { Id, IdParams, nullable, object, route, Time, Type, words } from './common.ts';

const Url = Type.String({ minLength: 8, maxLength: 500 });
const Word = Type.String({ minLength: 1, maxLength: 300 });

const NewProvider = Type.Union([
  object({
    kind: Type.Literal('oidc'),
    /** As the provider's own description names it. */
    issuer: Url,
    clientId: Word,
    /** Null: the one that is kept stays. */
    clientSecret: nullable(Type.String({ minLength: 1, maxLength: 500 })),
  }),
  object({
    kind: Type.Literal('saml'),
    entityId: Word,
    signInUrl: Url,
    /** PEM; two while the provider changes its key. */
    certificates: Type.Array(Type.String({ maxLength: 10_000 }), { minItems: 1, maxItems: 4 }),
  }),
]);

const KeptProvider = Type.Union([
  object({ kind: Type.Literal('oidc'), issuer: Url, clientId: Word }),
  object({
    kind: Type.Literal('saml'),
    entityId: Word,
    signInUrl: Url,
    certificates: Type.Array(Type.String()),
  }),
]);

const rules = {
  /** Addresses of these domains are taken from the provider, and lead to it. */
  domains: Type.Array(Type.String({ maxLength: 253, pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$' }), {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
  }),
  /** A claim at sign-in, groups of the directory (SCIM), or the pages of Postern. */
  rolesFrom: words(['claim', 'directory', 'hand']),
  /** The claim or attribute that names groups. */
  roleClaim: Type.String({ minLength: 1, maxLength: 200 }),
  roleMapping: Type.Array(
    object({ value: Word, roles: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1 }) }),
    { maxItems: 200 },
  ),
  /** Whether somebody new is put on file at their first sign-in. */
  createPeople: Type.Boolean(),
  /** Values of amr, acr or AuthnContextClassRef that mean a second factor; none: ours is asked. */
  factorWords: Type.Array(Word, { maxItems: 20 }),
  /** Whether passwords and passkeys alone sign in nobody but one administrator. */
  required: Type.Boolean(),
  breakGlassUserId: nullable(Id),
} as const;

const Token = object({ id: Id, createdAt: Time, lastUsedAt: nullable(Time) });

export const getSingleSignOn = route({
  method: 'GET',
  url: '/single-sign-on',
  tag: 'people',
  summary: 'How people sign in at your identity provider, and what it has to be told of Postern',
  permission: 'users:write',
  response: {
    200: object({
      connection: nullable(object({ ...rules, provider: KeptProvider, version: Type.Integer() })),
      addresses: object({
        redirectUri: Type.String(),
        backChannelLogout: Type.String(),
        entityId: Type.String(),
        acs: Type.String(),
        scim: Type.String(),
      }),
      tokens: Type.Array(Token),
    }),
  },
});

export const saveSingleSignOn = route({
  method: 'PUT',
  url: '/single-sign-on',
  tag: 'people',
  summary: 'Have people sign in at your identity provider; If-Match where there is one already',
  permission: 'users:write',
  reauth: true,
  body: object({ ...rules, provider: NewProvider }),
  response: { 200: object({ version: Type.Integer() }) },
});

export const removeSingleSignOn = route({
  method: 'DELETE',
  url: '/single-sign-on',
  tag: 'people',
  summary: 'Have people sign in by password and passkey alone again',
  permission: 'users:write',
  reauth: true,
  response: { 204: Type.Null() },
});

export const makeScimToken = route({
  method: 'POST',
  url: '/scim-tokens',
  tag: 'people',
  summary: 'Make a token for your directory (SCIM 2.0); it is shown this once',
  permission: 'users:write',
  reauth: true,
  response: { 201: object({ id: Id, token: Type.String() }) },
});

export const revokeScimToken = route({
  method: 'DELETE',
  url: '/scim-tokens/{id}',
  tag: 'people',
  summary: 'Take a token of your directory back, at once',
  permission: 'users:write',
  params: IdParams,
  response: { 204: Type.Null() },
});

const Next = Type.Optional(Type.String({ maxLength: 500 }));

export const beginSingleSignOn = route({
  method: 'POST',
  url: '/session/single-sign-on',
  tag: 'session',
  summary: 'Where somebody signs in, by the domain of their address',
  permission: null,
  public: true,
  body: object({ email: Type.String({ maxLength: 320 }), next: Next }),
  response: {
    200: object({
      /** The identity provider, to go to; null: here, by password or passkey. */
      address: nullable(Type.String()),
    }),
  },
});

export const proveBySingleSignOn = route({
  method: 'POST',
  url: '/session/single-sign-on/prove',
  tag: 'session',
  summary: 'Show again who you are at your identity provider; with a code where that asks for none',
  permission: null,
  body: object({
    code: Type.Optional(Type.String({ minLength: 6, maxLength: 64 })),
    next: Next,
  }),
  response: { 200: object({ address: nullable(Type.String()) }) },
});
