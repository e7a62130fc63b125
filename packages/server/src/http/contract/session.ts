import { Id, object, route, Type, words } from './common.ts';

export const Session = object({
  user: object({
    id: Id,
    name: Type.String(),
    email: Type.String(),
    role: words(['owner', 'marketer', 'analyst'] as const),
    permissions: Type.Array(Type.String()),
  }),
  organization: object({
    id: Id,
    name: Type.String(),
    demonstration: Type.Boolean(),
    /** True while the transport is the sandbox: nothing leaves this machine. */
    sandbox: Type.Boolean(),
  }),
});

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
  response: { 200: Session },
});

export const getSession = route({
  method: 'GET',
  url: '/session',
  tag: 'session',
  summary: 'Who is signed in, and what they may do',
  permission: null,
  response: { 200: Session },
});

export const signOut = route({
  method: 'DELETE',
  url: '/session',
  tag: 'session',
  summary: 'End this session',
  permission: null,
  response: { 204: Type.Null() },
});
