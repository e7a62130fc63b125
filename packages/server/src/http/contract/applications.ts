import { ALL_PERMISSIONS } from '../../access/index.ts';
import { KEY_KINDS, MOST_KEY_DAYS, RESTRICTED_WHY, WAYS } from '../../applications/index.ts';
import {
  Id,
  IdParams,
  Name,
  nullable,
  object,
  route,
  SensitivityWord,
  Time,
  Type,
  words,
} from './common.ts';

const PermissionWord = words(ALL_PERMISSIONS);
const PerMinute = Type.Integer({ minimum: 1, maximum: 1_000_000 });

const Key = object({
  id: Id,
  kind: words(KEY_KINDS),
  /** Its first characters; of a session the first of its code. */
  prefix: Type.String(),
  createdAt: Time,
  expiresAt: Time,
  /** To the minute. */
  lastUsedAt: nullable(Time),
});

/** A JWK Set (RFC 7517) of public keys. */
const KeySet = object({
  keys: Type.Array(Type.Record(Type.String({ maxLength: 40 }), Type.Unknown()), { maxItems: 5 }),
});

const rights = {
  permissions: Type.Array(PermissionWord, { maxItems: 64 }),
  /** The highest class of data that it opens; null: none. */
  highestClass: nullable(SensitivityWord),
  /** How it may show who it is; `basic` is off unless it is named. */
  ways: Type.Array(words(WAYS), { minItems: 1, maxItems: 4 }),
};

const settings = {
  ...rights,
  /** Networks in CIDR form; none: from everywhere, and a new network restricts it. */
  addresses: Type.Array(Type.String({ maxLength: 50 }), { maxItems: 50 }),
  /** Calls a minute; null: as the organization has set. */
  perMinute: nullable(PerMinute),
};

const Application = object({
  id: Id,
  name: Type.String(),
  ...settings,
  publicKeys: nullable(KeySet),
  /** Whoever made or changed it last: it may do no more than they. */
  ownerName: Type.String(),
  ownerLeft: Type.Boolean(),
  createdAt: Time,
  restrictedAt: nullable(Time),
  restrictedWhy: nullable(words(RESTRICTED_WHY)),
  restrictedNetwork: nullable(Type.String()),
  networks: Type.Array(Type.String()),
  /** In the last 24 hours. */
  calls: Type.Integer(),
  refused: Type.Integer(),
  version: Type.Integer(),
  /** Those that hold, newest first. */
  keys: Type.Array(Key),
});

const ApplicationWrite = object({
  name: Name(80),
  ...settings,
  publicKeys: Type.Optional(nullable(KeySet)),
});

const MadeKey = object({
  id: Id,
  kind: words(KEY_KINDS),
  prefix: Type.String(),
  /** Shown once. Of a session in base64: what HMAC takes are its bytes. */
  secret: Type.String(),
  expiresAt: Time,
});

const KeyParams = object({ id: Id, keyId: Id });
const MANAGES = { tag: 'applications', permission: 'applications:write' } as const;
const CALLS = { tag: 'application', permission: null } as const;

export const listApplications = route({
  ...MANAGES,
  method: 'GET',
  url: '/applications',
  summary: 'Applications that are let in, with their keys and use, by name',
  response: { 200: object({ data: Type.Array(Application) }) },
});

export const createApplication = route({
  ...MANAGES,
  method: 'POST',
  url: '/applications',
  summary: 'Let an application in, within what you may do yourself; you answer for it',
  idempotent: true,
  reauth: true,
  body: ApplicationWrite,
  response: { 201: Application },
});

export const updateApplication = route({
  ...MANAGES,
  method: 'PUT',
  url: '/applications/{id}',
  summary: 'Change an application (If-Match: its version); you answer for it from then on',
  reauth: true,
  params: IdParams,
  body: ApplicationWrite,
  response: { 200: Application },
});

export const endApplication = route({
  ...MANAGES,
  method: 'POST',
  url: '/applications/{id}/end',
  summary: 'End an application with all its keys, tokens and sessions, at once and for good',
  params: IdParams,
  response: { 204: Type.Null() },
});

export const releaseApplication = route({
  ...MANAGES,
  method: 'POST',
  url: '/applications/{id}/release',
  summary: 'Let an application go on that was restricted by itself',
  reauth: true,
  params: IdParams,
  response: { 200: Application },
});

export const applicationUse = route({
  ...MANAGES,
  method: 'GET',
  url: '/applications/{id}/use',
  summary: 'Calls of an application in the last 24 hours, an hour each',
  params: IdParams,
  response: {
    200: object({
      data: Type.Array(object({ hour: Time, calls: Type.Integer(), refused: Type.Integer() })),
    }),
  },
});

export const makeApplicationKey = route({
  ...MANAGES,
  method: 'POST',
  url: '/applications/{id}/keys',
  summary: 'Make a key, a client secret or a signed session; its secret is shown this once',
  reauth: true,
  params: IdParams,
  body: object({
    kind: words(KEY_KINDS),
    /** 90 when it is not said. */
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_KEY_DAYS })),
  }),
  response: { 201: MadeKey },
});

export const rotateApplicationKey = route({
  ...MANAGES,
  method: 'POST',
  url: '/applications/{id}/keys/{keyId}/rotate',
  summary: 'Make the next key; the old one works for some hours more',
  reauth: true,
  params: KeyParams,
  body: object({
    /** How long the old one still works; 0: it ends at once. */
    overlapHours: Type.Integer({ minimum: 0, maximum: 168 }),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_KEY_DAYS })),
  }),
  response: { 201: object({ made: MadeKey, oldUntil: Time }) },
});

export const revokeApplicationKey = route({
  ...MANAGES,
  method: 'POST',
  url: '/applications/{id}/keys/{keyId}/revoke',
  summary: 'End a key at once, with the tokens and sessions that it got',
  params: KeyParams,
  response: { 204: Type.Null() },
});

export const getRateLimits = route({
  ...MANAGES,
  method: 'GET',
  url: '/rate-limits',
  summary: 'How many calls a minute are taken of applications, and of people by role',
  response: {
    200: object({
      data: Type.Array(
        object({
          /** `applications`, or a role. */
          subject: Type.String(),
          name: Type.String(),
          perMinute: PerMinute,
          /** Whether the organization has set it. */
          isOwn: Type.Boolean(),
        }),
      ),
    }),
  },
});

export const setRateLimits = route({
  method: 'PUT',
  url: '/rate-limits',
  tag: 'applications',
  summary: 'Set calls a minute, in place of all that were set; what is not named has the usual',
  permission: 'settings:write',
  body: object({
    data: Type.Array(object({ subject: Type.String({ maxLength: 64 }), perMinute: PerMinute }), {
      maxItems: 200,
    }),
  }),
  response: { 204: Type.Null() },
});

export const whoAmI = route({
  ...CALLS,
  method: 'GET',
  url: '/application',
  summary: 'The application that asks: what it may do, and until when its key holds',
  response: {
    200: object({ id: Id, name: Type.String(), ...rights, expiresAt: Time }),
  },
});

export const beginSignedSession = route({
  ...CALLS,
  method: 'POST',
  url: '/application/sessions',
  summary: 'Begin a signed session of the application that asks; its secret is shown this once',
  body: object({ hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })) }),
  response: { 201: MadeKey },
});

export const endSignedSession = route({
  ...CALLS,
  method: 'POST',
  url: '/application/sessions/{id}/end',
  summary: 'End a signed session of the application that asks, at once',
  params: IdParams,
  response: { 204: Type.Null() },
});
