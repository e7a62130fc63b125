import type { Sensitivity } from '@postern/core/values';
import { type RawBuilder, sql } from 'kysely';
import {
  isPermission,
  isWithin,
  type Permission,
  type Principal,
  principalOfRow,
  type UserRow,
  userColumns,
} from '../access/index.ts';
import { allowList } from './addresses.ts';
import { classOf, isWay, type RestrictedWhy, type Way } from './application.ts';

/** An application that has shown who it is, and what is known of it. */
export interface Caller {
  readonly principal: Principal;
  /** What it showed: a key or a session; null: a token that an assertion got. */
  readonly keyId: string | null;
  readonly expiresAt: Date;
  readonly ways: readonly Way[];
  /** Null: from everywhere. */
  readonly isAllowed: ((address: string) => boolean) | null;
  /** Networks from which it is known to come; what is learned is added. */
  readonly networks: Set<string>;
  readonly firstUsedAt: Date | null;
  readonly perMinute: number | null;
  readonly restrictedAt: Date | null;
  readonly restrictedWhy: RestrictedWhy | null;
}

export interface CallerRow extends UserRow {
  readonly application_id: string;
  readonly application_name: string;
  readonly given: readonly string[];
  readonly highest_class: string | null;
  readonly ways: readonly string[];
  readonly addresses: readonly string[];
  readonly networks: readonly string[];
  readonly per_minute: number | null;
  readonly first_used_at: Date | null;
  readonly restricted_at: Date | null;
  readonly restricted_why: RestrictedWhy | null;
}

/** The columns of a `CallerRow`, where `applications` and its owner in `users` are at hand. */
export const callerColumns = (now: Date): RawBuilder<CallerRow> => sql<CallerRow>`
  ${userColumns(now)}, applications.id as application_id, applications.name as application_name,
  applications.permissions as given, applications.highest_class, ways, addresses, per_minute,
  first_used_at, restricted_at, restricted_why,
  array(select network from application_networks n
    where n.organization_id = applications.organization_id
      and n.application_id = applications.id) as networks`;

/**
 * What an application may do: what is named for it, and no more than whoever answers for it may now.
 * Their emergency access does not count. `scope`: what its token was narrowed to.
 */
export function callerOf(
  row: CallerRow,
  shown: { readonly keyId: string | null; readonly expiresAt: Date },
  scope: readonly string[] | null,
): Caller {
  const owner = principalOfRow({ ...row, emergency: null });
  const permissions = new Set(
    row.given
      .filter(isPermission)
      .filter((one) => owner.permissions.has(one) && (scope === null || scope.includes(one))),
  );
  const given = classOf(row.highest_class);
  return {
    principal: {
      kind: 'key',
      userId: row.application_id,
      organizationId: row.organization_id,
      name: row.application_name,
      email: '',
      roles: [],
      permissions,
      highestClass: lower(given, owner.highestClass),
      peopleClass: permissions.has(PEOPLE) ? lower(given, owner.peopleClass) : null,
      breakGlassId: null,
      breakGlassEndsAt: null,
    },
    ...shown,
    ways: row.ways.filter(isWay),
    isAllowed: row.addresses.length === 0 ? null : allowList(row.addresses),
    networks: new Set(row.networks),
    firstUsedAt: row.first_used_at,
    perMinute: row.per_minute,
    restrictedAt: row.restricted_at,
    restrictedWhy: row.restricted_why,
  };
}

const PEOPLE: Permission = 'people:read';

const lower = (a: Sensitivity | null, b: Sensitivity | null): Sensitivity | null =>
  isWithin(a, b) ? a : b;
