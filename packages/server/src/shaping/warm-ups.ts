import { allowanceOn, wallTime } from '@postern/core/shaping';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** How a new sending domain, or a new address, comes to be trusted. */
export interface WarmUp {
  readonly subject: string;
  /** 'YYYY-MM-DD', by the organization's clock. */
  readonly startedOn: string;
  readonly plan: readonly number[];
  readonly enabled: boolean;
}

export type ListedWarmUp = WarmUp & {
  readonly version: number;
  /** Null: no limit any more, or not enabled. */
  readonly allowedToday: number | null;
  readonly takenToday: number;
};

export type PutWarmUp =
  | { readonly kind: 'saved' | 'stale'; readonly warmUp: ListedWarmUp }
  | { readonly kind: 'unknown' };

export async function listWarmUps(
  db: Database | Tx,
  organizationId: string,
  now: Date,
): Promise<readonly ListedWarmUp[]> {
  const { time_zone: zone } = await db
    .selectFrom('organizations')
    .select('time_zone')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const { day } = wallTime(zone, now.getTime());
  const rows = await db
    .selectFrom('warm_ups')
    .leftJoin('warm_up_days as today', (join) =>
      join
        .onRef('today.organization_id', '=', 'warm_ups.organization_id')
        .onRef('today.subject', '=', 'warm_ups.subject')
        .on('today.day', '=', day),
    )
    .select(['warm_ups.subject', 'started_on as startedOn', 'plan', 'enabled', 'version'])
    .select((row) => row.fn.coalesce('today.taken', sql<number>`0`).as('takenToday'))
    .where('warm_ups.organization_id', '=', organizationId)
    .orderBy('warm_ups.subject')
    .execute();
  return rows.map((row) => ({
    ...row,
    allowedToday: row.enabled ? allowanceOn(row.plan, row.startedOn, day) : null,
  }));
}

/** Writes a plan that is still at `version`; 0: a new one. */
export async function putWarmUp(
  tx: Tx,
  organizationId: string,
  { subject, startedOn, plan, enabled }: WarmUp,
  version: number,
  now: Date,
): Promise<PutWarmUp> {
  const values = { started_on: startedOn, plan: JSON.stringify(plan), enabled, updated_at: now };
  const written =
    version === 0
      ? await tx
          .insertInto('warm_ups')
          .values({ organization_id: organizationId, subject, ...values })
          .onConflict((conflict) => conflict.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await tx
          .updateTable('warm_ups')
          .set({ ...values, version: sql<number>`version + 1` })
          .where('organization_id', '=', organizationId)
          .where('subject', '=', subject)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  const listed = await listWarmUps(tx, organizationId, now);
  const warmUp = listed.find((one) => one.subject === subject);
  if (warmUp === undefined) return { kind: 'unknown' };
  return { kind: written ? 'saved' : 'stale', warmUp };
}

/** Takes up to `wanted` of what is left of a day's allowance; answers how many. */
export async function takeAllowance(
  tx: Tx,
  { organizationId, subject, day }: WarmUpDay,
  allowance: number,
  wanted: number,
): Promise<number> {
  const key = { organization_id: organizationId, subject, day };
  await tx
    .insertInto('warm_up_days')
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('warm_up_days')
    .select('taken')
    .where('organization_id', '=', organizationId)
    .where('subject', '=', subject)
    .where('day', '=', day)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const granted = Math.max(0, Math.min(wanted, allowance - row.taken));
  if (granted > 0) await addToDay(tx, { organizationId, subject, day }, granted);
  return granted;
}

export interface WarmUpDay {
  readonly organizationId: string;
  readonly subject: string;
  readonly day: string;
}

/** Counts what went beyond the allowance; below zero: gives back what was not used. */
export async function addToDay(
  db: Database | Tx,
  { organizationId, subject, day }: WarmUpDay,
  count: number,
): Promise<void> {
  await db
    .insertInto('warm_up_days')
    .values({ organization_id: organizationId, subject, day, taken: Math.max(0, count) })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'subject', 'day'])
        .doUpdateSet({ taken: sql<number>`greatest(0, warm_up_days.taken + ${count}::integer)` }),
    )
    .execute();
}
