import { compareSensitivity, type Sensitivity } from '@postern/core/values';
import type { Permission } from './permissions.ts';
import type { Role } from './roles.ts';

/** What the roles of somebody open together. */
export interface Rights {
  readonly permissions: ReadonlySet<Permission>;
  /** Up to which class they see and use what is said of groups: segments, templates, reports. */
  readonly highestClass: Sensitivity | null;
  /** Up to which class they see values and members: of the roles that open single people alone. */
  readonly peopleClass: Sensitivity | null;
}

type Given = Pick<Role, 'permissions' | 'highestClass'>;

/** The higher of two classes; null is below all. */
function higherClass(a: Sensitivity | null, b: Sensitivity | null): Sensitivity | null {
  if (a === null || b === null) return a ?? b;
  return compareSensitivity(a, b) >= 0 ? a : b;
}

/** Whether a class may be seen by whoever sees up to `highest`; what touches nothing is open. */
export function isWithin(wanted: Sensitivity | null, highest: Sensitivity | null): boolean {
  if (wanted === null) return true;
  return highest !== null && compareSensitivity(wanted, highest) <= 0;
}

/**
 * The sum of several roles. A role's class opens people only together with its own `people:read`: an
 * analyst of diagnoses who may also look people up by address does not see the diagnoses of people.
 */
export function rightsOf(roles: readonly Given[]): Rights {
  const classOf = (some: readonly Given[]) =>
    some.reduce<Sensitivity | null>((most, role) => higherClass(most, role.highestClass), null);
  return {
    permissions: new Set(roles.flatMap((role) => role.permissions)),
    highestClass: classOf(roles),
    peopleClass: classOf(roles.filter((role) => role.permissions.includes('people:read'))),
  };
}

/** As `rightsOf`, and single people up to a class besides: while emergency access lasts. */
export function raised(rights: Rights, upTo: Sensitivity): Rights {
  return {
    permissions: new Set([...rights.permissions, 'people:read']),
    highestClass: higherClass(rights.highestClass, upTo),
    peopleClass: higherClass(rights.peopleClass, upTo),
  };
}

/** What `wanted` opens and `rights` do not: nobody gives what they have not. Empty: nothing. */
export function beyond(rights: Rights, wanted: Given): readonly (Permission | Sensitivity)[] {
  const own = wanted.permissions.includes('people:read') ? rights.peopleClass : rights.highestClass;
  return [
    ...wanted.permissions.filter((permission) => !rights.permissions.has(permission)),
    ...(wanted.highestClass !== null && !isWithin(wanted.highestClass, own)
      ? [wanted.highestClass]
      : []),
  ];
}
