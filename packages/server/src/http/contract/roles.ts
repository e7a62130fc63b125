import { ALL_PERMISSIONS } from '../../access/index.ts';
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
/** A word for a built-in role, else a UUID. */
const RoleId = Type.String({ maxLength: 64 });

const Role = object({
  id: RoleId,
  name: Type.String(),
  /** What it is for; empty for a role of the organization's own. */
  summary: Type.String(),
  permissions: Type.Array(PermissionWord),
  /** The highest class of data that it opens; null: none. */
  highestClass: nullable(SensitivityWord),
  builtIn: Type.Boolean(),
  /** Null of a built-in one, which nobody changes. */
  version: nullable(Type.Integer()),
  /** Whether the caller could give it: nobody gives what they have not. */
  givable: Type.Boolean(),
});

const RoleWrite = object({
  name: Name(80),
  permissions: Type.Array(PermissionWord, { maxItems: 64 }),
  highestClass: nullable(SensitivityWord),
});

const User = object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  roles: Type.Array(RoleId),
  /** Sessions that hold now. */
  sessions: Type.Integer(),
  lastSeenAt: nullable(Time),
  passkeys: Type.Integer(),
  /** Whether they have an authenticator app. */
  totp: Type.Boolean(),
  /** After many wrong tries from everywhere; a passkey signs in all the same. */
  lockedUntil: nullable(Time),
});

export const listRoles = route({
  method: 'GET',
  url: '/roles',
  tag: 'roles',
  summary: 'Roles with what they permit, and every permission in words',
  permission: null,
  response: {
    200: object({
      data: Type.Array(Role),
      /** Every permission, and how it reads after "may". */
      permissions: Type.Array(object({ permission: PermissionWord, words: Type.String() })),
    }),
  },
});

export const createRole = route({
  method: 'POST',
  url: '/roles',
  tag: 'roles',
  summary: 'Make a role of your own, within what you may do',
  permission: 'users:write',
  reauth: true,
  idempotent: true,
  body: RoleWrite,
  response: { 201: Role },
});

export const updateRole = route({
  method: 'PUT',
  url: '/roles/{id}',
  tag: 'roles',
  summary: 'Change a role of your own (If-Match: its version); it counts from the next request on',
  permission: 'users:write',
  reauth: true,
  params: IdParams,
  body: RoleWrite,
  response: { 200: Role },
});

export const deleteRole = route({
  method: 'DELETE',
  url: '/roles/{id}',
  tag: 'roles',
  summary: 'Delete a role that nobody holds',
  permission: 'users:write',
  reauth: true,
  params: IdParams,
  response: { 204: Type.Null() },
});

export const listUsers = route({
  method: 'GET',
  url: '/users',
  tag: 'roles',
  summary: 'Who works here, their roles and sessions, by name',
  permission: 'users:write',
  response: { 200: object({ data: Type.Array(User) }) },
});

export const setUserRoles = route({
  method: 'PUT',
  url: '/users/{id}/roles',
  tag: 'roles',
  summary: 'Give somebody these roles in place of those they hold',
  permission: 'users:write',
  reauth: true,
  params: IdParams,
  body: object({ roles: Type.Array(RoleId, { minItems: 1, maxItems: 20 }) }),
  response: { 200: User },
});

export const endUserSessions = route({
  method: 'POST',
  url: '/users/{id}/end-sessions',
  tag: 'roles',
  summary: 'End every session of somebody at once',
  permission: 'users:write',
  params: IdParams,
  response: { 200: object({ ended: Type.Integer() }) },
});
