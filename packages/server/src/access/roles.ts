/** What one may ask permission for. Names are stable. */
const PERMISSIONS = [
  'people:read',
  'contacts:write',
  'segments:write',
  'templates:write',
  'campaigns:write',
  'campaigns:send',
  'audit:read',
  'settings:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/**
 * Least privilege (45 CFR 164.312(a)(1), 164.502(b)): an analyst sees aggregates only, and no
 * count of 1 to 10; a marketer works with people; the owner also sets up and reads the ledger.
 */
const ROLES = {
  owner: PERMISSIONS,
  marketer: [
    'people:read',
    'contacts:write',
    'segments:write',
    'templates:write',
    'campaigns:write',
    'campaigns:send',
  ],
  analyst: [],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof ROLES;

/** The permissions of a role; none for a role that is not known. */
export function permissionsOf(role: string): readonly Permission[] {
  return Object.hasOwn(ROLES, role) ? ROLES[role as Role] : [];
}
