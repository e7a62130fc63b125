import { Id, nullable, object, route, SensitivityWord, Time, Type, words } from './common.ts';

export const Session = object({
  user: object({
    id: Id,
    name: Type.String(),
    email: Type.String(),
    roles: Type.Array(object({ id: Type.String(), name: Type.String() })),
    permissions: Type.Array(Type.String()),
    /** Up to which class they see and use what is said of groups; null: none. */
    highestClass: nullable(SensitivityWord),
    /** Up to which class they see values and members; null: no single person. */
    peopleClass: nullable(SensitivityWord),
    /** Emergency access that raises the rights now. */
    emergency: nullable(object({ id: Id, endsAt: Time })),
  }),
  organization: object({
    id: Id,
    name: Type.String(),
    demonstration: Type.Boolean(),
    /** True while the transport is the sandbox: nothing leaves this machine. */
    sandbox: Type.Boolean(),
  }),
  session: object({
    /** It ends after so many minutes without use. */
    idleMinutes: Type.Integer(),
    /** In any case it ends then. */
    endsAt: Time,
    /** A second factor has to be set up before anything else. */
    enrol: Type.Boolean(),
  }),
  /** Browsers that this user signed in with for the first time, elsewhere, and has not yet known. */
  newDevices: Type.Array(object({ id: Id, browser: Type.String(), firstSeenAt: Time })),
});

/** Ways to give the second factor. */
const Way = words(['passkey', 'totp', 'recovery_code']);

const Base64Url = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' });

/** What a passkey answers: AuthenticationResponseJSON of W3C WebAuthn Level 3, 5.1. */
export const PasskeyAnswer = object({
  id: Base64Url(1400),
  rawId: Base64Url(1400),
  type: words(['public-key']),
  authenticatorAttachment: Type.Optional(words(['platform', 'cross-platform'])),
  clientExtensionResults: Type.Object({}),
  response: object({
    clientDataJSON: Base64Url(4000),
    authenticatorData: Base64Url(4000),
    signature: Base64Url(4000),
    userHandle: Type.Optional(Base64Url(200)),
  }),
});

/** What the browser is told, for `navigator.credentials`; handed on as it is. */
export const PasskeyOptions = Type.Object({}, { additionalProperties: true });

export const signIn = route({
  method: 'POST',
  url: '/session',
  tag: 'session',
  summary: 'Sign in with email and password; sets the session cookie',
  permission: null,
  public: true,
  body: object({
    email: Type.String({ maxLength: 320 }),
    password: Type.String({ maxLength: 1024 }),
  }),
  response: {
    200: Session,
    /** The password was right; a second factor is needed within 10 minutes. */
    202: object({ ways: Type.Array(Way) }),
  },
});

export const awaitedFactor = route({
  method: 'POST',
  url: '/session/awaited',
  tag: 'session',
  summary: 'By what a sign-in that waits for its second factor may go on',
  permission: null,
  public: true,
  response: { 200: object({ ways: Type.Array(Way) }) },
});

export const giveFactor = route({
  method: 'POST',
  url: '/session/factor',
  tag: 'session',
  summary: 'Finish signing in by a code of the authenticator app, or a recovery code',
  permission: null,
  public: true,
  body: object({ code: Type.String({ minLength: 6, maxLength: 64 }) }),
  response: { 200: Session },
});

export const passkeyOptions = route({
  method: 'POST',
  url: '/session/passkey/options',
  tag: 'session',
  summary: 'What a browser needs in order to sign in with a passkey',
  permission: null,
  public: true,
  response: { 200: PasskeyOptions },
});

export const signInWithPasskey = route({
  method: 'POST',
  url: '/session/passkey',
  tag: 'session',
  summary: 'Sign in with a passkey: alone, or as the second factor',
  permission: null,
  public: true,
  body: PasskeyAnswer,
  response: { 200: Session },
});

export const sessionTime = route({
  method: 'GET',
  url: '/session/time',
  tag: 'session',
  summary: 'How long the session lasts yet; to ask does not count as use',
  permission: null,
  passive: true,
  enrolling: true,
  response: {
    200: object({
      /** Seconds until it ends for want of use. */
      idleSeconds: Type.Integer(),
      /** Seconds until it ends in any case. */
      seconds: Type.Integer(),
    }),
  },
});

export const extendSession = route({
  method: 'POST',
  url: '/session/extend',
  tag: 'session',
  summary: 'Use the session, so that it ends later for want of use',
  permission: null,
  enrolling: true,
  response: { 204: Type.Null() },
});

export const reauthenticate = route({
  method: 'POST',
  url: '/session/reauthenticate',
  tag: 'session',
  summary: 'Show again who you are: by a passkey, or by the password and a code where you have one',
  permission: null,
  enrolling: true,
  body: object({
    password: Type.Optional(Type.String({ maxLength: 1024 })),
    code: Type.Optional(Type.String({ minLength: 6, maxLength: 64 })),
    passkey: Type.Optional(PasskeyAnswer),
  }),
  response: { 204: Type.Null() },
});

export const provedSession = route({
  method: 'GET',
  url: '/session/proved',
  tag: 'session',
  summary: 'Refused unless you showed lately who you are: asked before a download by a link',
  permission: null,
  reauth: true,
  response: { 204: Type.Null() },
});

export const getSession = route({
  method: 'GET',
  url: '/session',
  tag: 'session',
  summary: 'Who is signed in, and what they may do',
  permission: null,
  enrolling: true,
  response: { 200: Session },
});

export const signOut = route({
  method: 'DELETE',
  url: '/session',
  tag: 'session',
  summary: 'End this session',
  permission: null,
  enrolling: true,
  response: { 204: Type.Null() },
});
