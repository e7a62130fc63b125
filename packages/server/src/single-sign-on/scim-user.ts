import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { plainName } from '../access/index.ts';
import { ScimFault } from './scim-fault.ts';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

const maybe = Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()]));
/** What we keep of a User (RFC 7643, 4.1); all else that a directory sends is not looked at. */
const Given = Type.Object({
  userName: Type.String({ minLength: 3, maxLength: 320 }),
  externalId: maybe,
  displayName: maybe,
  name: Type.Optional(
    Type.Union([
      Type.Object({ formatted: maybe, givenName: maybe, familyName: maybe }),
      Type.Null(),
    ]),
  ),
  // Entra ID sends it as text
  active: Type.Optional(Type.Union([Type.Boolean(), Type.Literal('true'), Type.Literal('false')])),
});

/** Somebody as a directory describes them. */
export interface DirectoryUser {
  readonly email: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly externalId: string | null;
  readonly active: boolean;
}

/** Reads what a directory sent; throws a `ScimFault` that says what was expected. */
export function readUser(given: unknown): DirectoryUser {
  const body = typeof given === 'object' && given !== null ? { ...given } : given;
  if (!Value.Check(Given, activeOf(body))) {
    throw new ScimFault(400, 'invalidValue', 'Expected a User with userName, name and active.');
  }
  const { userName, externalId, displayName, name, active } = body as Type.Static<typeof Given>;
  const email = userName.trim().toLowerCase();
  if (!/^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(email)) {
    const sentence = 'Expected userName to be the e-mail address by which they sign in.';
    throw new ScimFault(400, 'invalidValue', sentence);
  }
  const givenName = clean(name?.givenName);
  const familyName = clean(name?.familyName);
  return {
    email,
    givenName,
    familyName,
    name:
      clean(displayName) ||
      clean(name?.formatted) ||
      clean(`${givenName} ${familyName}`) ||
      email.slice(0, 120),
    externalId: externalId ?? null,
    active: String(active ?? true).toLowerCase() === 'true',
  };
}

function activeOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('active' in body)) return body;
  return { ...body, active: String(body.active).toLowerCase() };
}

const clean = (text: string | null | undefined) => plainName(text ?? '');

export interface StoredUser extends Omit<DirectoryUser, 'name'> {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly { readonly value: string; readonly display: string }[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A User as RFC 7643, 4.1 and 8.2 write it. */
export function userResource(user: StoredUser, base: string) {
  const { id, email, name, givenName, familyName, externalId, active, groups } = user;
  return {
    schemas: [USER_SCHEMA],
    id,
    ...(externalId !== null && { externalId }),
    userName: email,
    displayName: name,
    name: { formatted: name, givenName, familyName },
    emails: [{ value: email, type: 'work', primary: true }],
    active,
    groups: groups.map((group) => ({ ...group, $ref: `${base}/Groups/${group.value}` })),
    meta: {
      resourceType: 'User',
      created: user.createdAt.toISOString(),
      lastModified: user.updatedAt.toISOString(),
      location: `${base}/Users/${id}`,
    },
  };
}

export type UserResource = ReturnType<typeof userResource>;
