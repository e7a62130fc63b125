import { isSensitivity, type Sensitivity } from '@postern/core/values';
import { sql } from 'kysely';
import { isPermission, type Permission } from '../access/index.ts';
import type { Database, Tx } from '../database/index.ts';

/**
 * How an application shows who it is: a key (RFC 6750), a token of OAuth 2.0 (RFC 6749, 4.4), Basic
 * (RFC 7617), or a signature on each request (RFC 9421).
 */
export const WAYS = ['key', 'oauth', 'basic', 'signed'] as const;
export type Way = (typeof WAYS)[number];
export const isWay = (word: string): word is Way => WAYS.some((way) => way === word);

/** `key`: for Bearer and Basic; `client`: to ask for tokens; `session`: signs each request. */
export const KEY_KINDS = ['key', 'client', 'session'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export const RESTRICTED_WHY = ['volume', 'address', 'refusals'] as const;
export type RestrictedWhy = (typeof RESTRICTED_WHY)[number];

export interface ListedKey {
  readonly id: string;
  readonly kind: KeyKind;
  readonly prefix: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface Application {
  readonly id: string;
  readonly name: string;
  /** Who answers for it: it may do no more than they. */
  readonly ownerId: string;
  readonly ownerName: string;
  readonly ownerLeft: boolean;
  readonly permissions: readonly Permission[];
  readonly highestClass: Sensitivity | null;
  readonly ways: readonly Way[];
  readonly addresses: readonly string[];
  readonly perMinute: number | null;
  readonly publicKeys: unknown;
  readonly createdAt: Date;
  readonly restrictedAt: Date | null;
  readonly restrictedWhy: RestrictedWhy | null;
  readonly restrictedNetwork: string | null;
  readonly version: number;
  /** Those that hold, newest first. */
  readonly keys: readonly ListedKey[];
  /** From where it is known to come. */
  readonly networks: readonly string[];
  readonly callsToday: number;
  readonly refusedToday: number;
}

/** The applications of an organization that have not ended, by name. */
export async function listApplications(
  db: Database | Tx,
  organizationId: string,
  now: Date,
): Promise<readonly Application[]> {
  const rows = await db
    .selectFrom('applications as a')
    .innerJoin('users', 'users.id', 'a.owner_id')
    .selectAll('a')
    .select(['users.name as owner_name', 'users.left_at as owner_left_at'])
    .select([
      sql<string[]>`array(select network from application_networks n
        where n.organization_id = a.organization_id and n.application_id = a.id
        order by network)`.as('networks'),
      today('calls', now).as('calls_today'),
      today('refused', now).as('refused_today'),
    ])
    .where('a.organization_id', '=', organizationId)
    .where('a.ended_at', 'is', null)
    .orderBy('a.name')
    .execute();
  const keys = await db
    .selectFrom('application_keys')
    .select(['id', 'application_id', 'kind', 'prefix', 'created_at', 'expires_at', 'last_used_at'])
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    ownerLeft: row.owner_left_at !== null,
    permissions: row.permissions.filter(isPermission),
    highestClass: classOf(row.highest_class),
    ways: row.ways.filter(isWay),
    addresses: row.addresses,
    perMinute: row.per_minute,
    publicKeys: row.public_keys,
    createdAt: row.created_at,
    restrictedAt: row.restricted_at,
    restrictedWhy: row.restricted_why,
    restrictedNetwork: row.restricted_network,
    version: row.version,
    keys: keys
      .filter((key) => key.application_id === row.id)
      .map((key) => ({
        id: key.id,
        kind: key.kind,
        prefix: key.prefix,
        createdAt: key.created_at,
        expiresAt: key.expires_at,
        lastUsedAt: key.last_used_at,
      })),
    networks: row.networks,
    callsToday: Number(row.calls_today),
    refusedToday: Number(row.refused_today),
  }));
}

const today = (what: 'calls' | 'refused', now: Date) => sql<number>`(
  select coalesce(sum(${sql.ref(what)}), 0) from api_use u
  where u.organization_id = a.organization_id and u.subject_id = a.id
    and u.minute > ${now}::timestamptz - interval '24 hours')`;

/** A class that this version does not know opens nothing. */
export const classOf = (word: string | null): Sensitivity | null =>
  word !== null && isSensitivity(word) ? word : null;

/** Names of an organization's applications by id, of those that ended too, for lists. */
export async function applicationNames(
  db: Database,
  organizationId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('applications')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
