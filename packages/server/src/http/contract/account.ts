import { Id, IdParams, Name, nullable, object, route, Time, Type, words } from './common.ts';
import { PasskeyOptions } from './session.ts';

const Passkey = object({
  id: Id,
  name: Type.String(),
  /** Kept by a provider for several devices. */
  synced: Type.Boolean(),
  createdAt: Time,
  lastUsedAt: nullable(Time),
});

export const OpenSession = object({
  id: Id,
  /** "Firefox on Windows", by what the browser says. */
  browser: Type.String(),
  address: Type.String(),
  startedAt: Time,
  lastSeenAt: Time,
  endsAt: Time,
  /** The one that asks. */
  own: Type.Boolean(),
});

/** Shown once: with the first second factor, or when they are made anew. */
const RecoveryCodes = Type.Array(Type.String());

export const getAccount = route({
  method: 'GET',
  url: '/account',
  tag: 'account',
  summary: 'Your passkeys, authenticator app, recovery codes and sessions',
  permission: null,
  enrolling: true,
  response: {
    200: object({
      passkeys: Type.Array(Passkey),
      totp: Type.Boolean(),
      /** How many are left. */
      recoveryCodes: Type.Integer(),
      secondFactorRequired: Type.Boolean(),
      sessions: Type.Array(OpenSession),
    }),
  },
});

export const passkeyEnrolOptions = route({
  method: 'POST',
  url: '/account/passkeys/options',
  tag: 'account',
  summary: 'What a browser needs in order to make a passkey',
  permission: null,
  enrolling: true,
  reauth: true,
  response: { 200: PasskeyOptions },
});

const Base64Url = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' });

export const addPasskey = route({
  method: 'POST',
  url: '/account/passkeys',
  tag: 'account',
  summary: 'Keep a passkey that the browser made',
  permission: null,
  enrolling: true,
  reauth: true,
  body: object({
    name: Name(80),
    /** RegistrationResponseJSON of W3C WebAuthn Level 3, 5.1. */
    response: object({
      id: Base64Url(1400),
      rawId: Base64Url(1400),
      type: words(['public-key']),
      authenticatorAttachment: Type.Optional(words(['platform', 'cross-platform'])),
      clientExtensionResults: Type.Object({}),
      response: object({
        clientDataJSON: Base64Url(4000),
        attestationObject: Base64Url(40_000),
        authenticatorData: Type.Optional(Base64Url(8000)),
        transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
        publicKeyAlgorithm: Type.Optional(Type.Integer()),
        publicKey: Type.Optional(Base64Url(8000)),
      }),
    }),
  }),
  response: { 201: object({ id: Id, recoveryCodes: nullable(RecoveryCodes) }) },
});

export const removePasskey = route({
  method: 'DELETE',
  url: '/account/passkeys/{id}',
  tag: 'account',
  summary: 'Remove a passkey of your own',
  permission: null,
  reauth: true,
  params: IdParams,
  response: { 204: Type.Null() },
});

export const beginTotp = route({
  method: 'POST',
  url: '/account/totp',
  tag: 'account',
  summary: 'Begin to set up an authenticator app: its secret, to be confirmed by a code',
  permission: null,
  enrolling: true,
  reauth: true,
  response: { 200: object({ secret: Type.String(), uri: Type.String() }) },
});

export const confirmTotp = route({
  method: 'POST',
  url: '/account/totp/confirm',
  tag: 'account',
  summary: 'Take the authenticator app into use, by a code that it shows',
  permission: null,
  enrolling: true,
  reauth: true,
  body: object({ code: Type.String({ minLength: 6, maxLength: 9 }) }),
  response: { 200: object({ recoveryCodes: nullable(RecoveryCodes) }) },
});

export const removeTotp = route({
  method: 'DELETE',
  url: '/account/totp',
  tag: 'account',
  summary: 'Remove your authenticator app',
  permission: null,
  reauth: true,
  response: { 204: Type.Null() },
});

export const makeRecoveryCodes = route({
  method: 'POST',
  url: '/account/recovery-codes',
  tag: 'account',
  summary: 'New recovery codes in place of all earlier ones; shown this once',
  permission: null,
  reauth: true,
  response: { 200: object({ recoveryCodes: RecoveryCodes }) },
});

export const changePassword = route({
  method: 'PUT',
  url: '/account/password',
  tag: 'account',
  summary: 'Set a new password of your own; your other sessions end',
  permission: null,
  reauth: true,
  body: object({ password: Type.String({ maxLength: 1024 }) }),
  response: { 200: object({ ended: Type.Integer() }) },
});

export const endOwnSession = route({
  method: 'DELETE',
  url: '/account/sessions/{id}',
  tag: 'account',
  summary: 'End one of your sessions',
  permission: null,
  params: IdParams,
  response: { 204: Type.Null() },
});

export const endOtherSessions = route({
  method: 'POST',
  url: '/account/sessions/end-others',
  tag: 'account',
  summary: 'End all of your sessions but this one',
  permission: null,
  response: { 200: object({ ended: Type.Integer() }) },
});

export const acknowledgeDevice = route({
  method: 'POST',
  url: '/account/devices/{id}/acknowledge',
  tag: 'account',
  summary: 'Say that a new browser is yours',
  permission: null,
  params: IdParams,
  response: { 204: Type.Null() },
});
