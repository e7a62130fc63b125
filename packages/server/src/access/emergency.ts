import { isSensitivity, type Sensitivity } from '@postern/core/values';
import type { Selectable } from 'kysely';
import { validate } from 'uuid';
import type { Database, Tables, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** Emergency access that somebody took, 45 CFR 164.312(a)(2)(ii). */
export interface Emergency {
  readonly id: string;
  readonly userId: string;
  readonly reason: string;
  readonly upTo: Sensitivity;
  readonly begunAt: Date;
  readonly endsAt: Date;
  /** Before its time; null: it ran, or runs, to its end. */
  readonly endedAt: Date | null;
  /** When the privacy officers were written to; null: no mail could leave. */
  readonly noticedAt: Date | null;
  readonly reviewedAt: Date | null;
  readonly reviewedBy: string | null;
  readonly review: string | null;
}

export const reasonContext = (id: string) => `emergency_access.reason:${id}`;
export const reviewContext = (id: string) => `emergency_access.review:${id}`;

/** Every one of an organization, newest first, at most 200. */
export async function listEmergencies(
  database: Database,
  keys: OrganizationKeys,
): Promise<readonly Emergency[]> {
  const rows = await database
    .selectFrom('emergency_access')
    .selectAll()
    .where('organization_id', '=', keys.organizationId)
    .orderBy('begun_at', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => emergencyOf(row, keys));
}

/** One; null when the organization has none with this id. */
export async function getEmergency(
  db: Database | Tx,
  keys: OrganizationKeys,
  id: string,
): Promise<Emergency | null> {
  if (!validate(id)) return null;
  const row = await db
    .selectFrom('emergency_access')
    .selectAll()
    .where('organization_id', '=', keys.organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? emergencyOf(row, keys) : null;
}

export const isOver = ({ endedAt, endsAt }: Emergency, now: Date): boolean =>
  endedAt !== null || endsAt <= now;

function emergencyOf(
  row: Selectable<Tables['emergency_access']>,
  keys: OrganizationKeys,
): Emergency {
  const { id, review_sealed: review } = row;
  return {
    id,
    userId: row.user_id,
    reason: keys.open(row.reason_sealed, reasonContext(id)).toString(),
    upTo: isSensitivity(row.up_to) ? row.up_to : 'part2',
    begunAt: row.begun_at,
    endsAt: row.ends_at,
    endedAt: row.ended_at,
    noticedAt: row.noticed_at,
    reviewedAt: row.reviewed_at,
    reviewedBy: row.reviewed_by,
    review: review && keys.open(review, reviewContext(id)).toString(),
  };
}
