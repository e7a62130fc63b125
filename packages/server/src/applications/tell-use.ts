import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import type { Counted } from './meter.ts';

/** Adds what this process counted to what all count; answers the sums of these minutes. */
export async function tellUse(
  database: Database,
  counted: readonly Counted[],
): Promise<readonly { subjectId: string; minute: Date; calls: number }[]> {
  // in one order everywhere: two processes that tell at once do not wait for each other in a circle
  const rows = counted.toSorted((a, b) => (a.subjectId < b.subjectId ? -1 : a.minute - b.minute));
  const found = await sql<{ subjectId: string; minute: Date; calls: number }>`
    insert into api_use (organization_id, subject_id, minute, calls, refused)
    select organization_id, subject_id, minute, sum(calls), sum(refused)
    from unnest(
      ${rows.map((row) => row.organizationId)}::uuid[], ${rows.map((row) => row.subjectId)}::uuid[],
      ${rows.map((row) => new Date(row.minute).toISOString())}::timestamptz[],
      ${rows.map((row) => row.calls)}::int[], ${rows.map((row) => row.refused)}::int[]
    ) as told (organization_id, subject_id, minute, calls, refused)
    group by organization_id, subject_id, minute
    order by organization_id, subject_id, minute
    on conflict (organization_id, subject_id, minute) do update
      set calls = api_use.calls + excluded.calls, refused = api_use.refused + excluded.refused
    returning subject_id as "subjectId", minute, calls
  `.execute(database);
  return found.rows;
}

/** When keys were last used: at most once a minute each. */
export async function tellKeys(
  database: Database,
  keyIds: readonly string[],
  now: Date,
): Promise<void> {
  await sql`
    update application_keys set last_used_at = ${now}
    where id = any (${keyIds}::uuid[])
      and (last_used_at is null or last_used_at <= ${now}::timestamptz - interval '1 minute')
  `.execute(database);
}

/** Use in the last 24 hours, an hour each, the oldest first; hours without use too. */
export async function useOfDay(
  database: Database,
  organizationId: string,
  subjectId: string,
  now: Date,
): Promise<readonly { readonly hour: Date; readonly calls: number; readonly refused: number }[]> {
  const { rows } = await sql<{ hour: Date; calls: string; refused: string }>`
    select hour, coalesce(sum(calls), 0) as calls, coalesce(sum(refused), 0) as refused
    from generate_series(
      date_trunc('hour', ${now}::timestamptz) - interval '23 hours',
      date_trunc('hour', ${now}::timestamptz), interval '1 hour') as hour
    left join api_use on organization_id = ${organizationId} and subject_id = ${subjectId}
      and minute >= hour and minute < hour + interval '1 hour'
    group by hour order by hour
  `.execute(database);
  return rows.map(({ hour, calls, refused }) => ({
    hour,
    calls: Number(calls),
    refused: Number(refused),
  }));
}
