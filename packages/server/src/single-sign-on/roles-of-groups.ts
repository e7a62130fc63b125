import type { RoleMapping } from './connection.ts';

/** The roles that somebody's groups give; a group that is in no line gives none. */
export function rolesOfGroups(mapping: RoleMapping, groups: readonly string[]): readonly string[] {
  const given = mapping.filter(({ value }) => groups.includes(value)).flatMap(({ roles }) => roles);
  return [...new Set(given)].toSorted();
}
