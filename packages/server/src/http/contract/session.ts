import { Id, nullable, object, route, SensitivityWord, Time, Type } from './common.ts';

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
