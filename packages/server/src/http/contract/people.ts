import { OpenSession } from './account.ts';
import { Id, IdParams, Name, nullable, object, route, Time, Type, words } from './common.ts';
import { Session } from './session.ts';

const Email = Type.String({ format: 'email', maxLength: 320 });
const Roles = Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 20 });

const Invitation = object({
  id: Id,
  email: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  createdAt: Time,
  expiresAt: Time,
  acceptedAt: nullable(Time),
  revokedAt: nullable(Time),
});

export const listInvitations = route({
  method: 'GET',
  url: '/invitations',
  tag: 'people',
  summary: 'Who was invited, newest first',
  permission: 'users:write',
  response: { 200: object({ data: Type.Array(Invitation) }) },
});

export const invite = route({
  method: 'POST',
  url: '/invitations',
  tag: 'people',
  summary: 'Invite somebody; the link works once, for 7 days',
  permission: 'users:write',
  reauth: true,
  body: object({
    email: Email,
    name: Name(120),
    roles: Roles,
    /** By mail, or to be shown to you, this once, to be handed over. */
    by: words(['mail', 'link']),
  }),
  response: {
    201: object({
      id: Id,
      expiresAt: Time,
      /** Null when it was mailed. When no mail could leave it is here all the same. */
      link: nullable(Type.String()),
    }),
  },
});

export const revokeInvitation = route({
  method: 'DELETE',
  url: '/invitations/{id}',
  tag: 'people',
  summary: 'Take an invitation back',
  permission: 'users:write',
  params: IdParams,
  response: { 204: Type.Null() },
});

/** The part of the link after #, which no log sees. */
const Token = Type.String({ minLength: 20, maxLength: 100 });

export const openInvitation = route({
  method: 'POST',
  url: '/invitations/open',
  tag: 'people',
  summary: 'What an invitation says, by the token of its link',
  permission: null,
  public: true,
  body: object({ token: Token }),
  response: {
    200: object({ organization: Type.String(), email: Type.String(), name: Type.String() }),
  },
});

export const acceptInvitation = route({
  method: 'POST',
  url: '/invitations/accept',
  tag: 'people',
  summary: 'Accept an invitation with a password; signs in',
  permission: null,
  public: true,
  body: object({ token: Token, name: Name(120), password: Type.String({ maxLength: 1024 }) }),
  response: { 200: Session },
});

export const userSessions = route({
  method: 'GET',
  url: '/users/{id}/sessions',
  tag: 'people',
  summary: 'The sessions of somebody that hold now',
  permission: 'users:write',
  params: IdParams,
  response: { 200: object({ data: Type.Array(OpenSession) }) },
});

export const endUserSession = route({
  method: 'DELETE',
  url: '/users/{id}/sessions/{session}',
  tag: 'people',
  summary: 'End one session of somebody',
  permission: 'users:write',
  params: object({ id: Id, session: Id }),
  response: { 204: Type.Null() },
});

export const resetUserFactors = route({
  method: 'POST',
  url: '/users/{id}/reset-factors',
  tag: 'people',
  summary: 'Remove somebody’s passkeys, authenticator app and recovery codes; they set up new ones',
  permission: 'users:write',
  reauth: true,
  params: IdParams,
  response: { 200: object({ ended: Type.Integer() }) },
});

export const removeUser = route({
  method: 'DELETE',
  url: '/users/{id}',
  tag: 'people',
  summary: 'Remove somebody: they are signed out at once and sign in no more',
  permission: 'users:write',
  reauth: true,
  params: IdParams,
  response: { 204: Type.Null() },
});

const SignInSettings = object({
  /** After so many minutes without use a session ends. */
  idleMinutes: Type.Integer({ minimum: 2, maximum: 60 }),
  /** Only a demonstration can do without. */
  secondFactorRequired: Type.Boolean(),
});

export const getSignInSettings = route({
  method: 'GET',
  url: '/sign-in-settings',
  tag: 'people',
  summary: 'How long sessions last without use, and what signing in needs',
  permission: null,
  response: {
    200: object({
      ...SignInSettings.properties,
      demonstration: Type.Boolean(),
      /** Whether people sign in at an identity provider of the organization. */
      singleSignOn: Type.Boolean(),
    }),
  },
});

export const saveSignInSettings = route({
  method: 'PUT',
  url: '/sign-in-settings',
  tag: 'people',
  summary: 'Change how long sessions last without use, and what signing in needs',
  permission: 'settings:write',
  reauth: true,
  body: SignInSettings,
  response: { 200: SignInSettings },
});
