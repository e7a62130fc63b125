import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import type { RestrictedWhy } from './application.ts';

/** Ten minutes with more than so many times the busiest ten of the week before are unusual. */
const TIMES = 5;
/** Below so many calls in ten minutes nothing is unusual: it cannot read much. */
const LEAST_CALLS = 500;
/** Of how many stretches of ten minutes with use an application is known. */
const KNOWN_STRETCHES = 6;
/** So many refusals in five minutes: somebody tries what it may not. */
const MOST_REFUSED = 30;

/**
 * What is out of the ordinary in how an application is used now; null: nothing. Before it is known well
 * enough its rate limit alone holds it. What was before a person released it does not count again.
 */
export async function suspicionOf(
  database: Database,
  organizationId: string,
  applicationId: string,
  now: Date,
): Promise<Extract<RestrictedWhy, 'volume' | 'refusals'> | null> {
  const { rows } = await sql<{
    recent: string;
    refused: string;
    stretches: string;
    busiest: string;
  }>`
    with use as (
      select minute, calls, refused, minute >= a.released_at is not false as counts
      from api_use join applications a
        on a.organization_id = api_use.organization_id and a.id = api_use.subject_id
      where api_use.organization_id = ${organizationId} and subject_id = ${applicationId}
        and minute > ${now}::timestamptz - interval '7 days'
    ), stretches as (
      select sum(calls) as calls from use
      where minute <= ${now}::timestamptz - interval '10 minutes'
      group by date_bin('10 minutes', minute, 'epoch'::timestamptz)
    )
    select
      (select coalesce(sum(calls), 0) from use
       where counts and minute > ${now}::timestamptz - interval '10 minutes') as recent,
      (select coalesce(sum(refused), 0) from use
       where counts and minute > ${now}::timestamptz - interval '5 minutes') as refused,
      count(*) as stretches, coalesce(max(calls), 0) as busiest
    from stretches
  `.execute(database);
  const [row] = rows;
  if (!row) return null;
  if (Number(row.refused) >= MOST_REFUSED) return 'refusals';
  const usual = Math.max(LEAST_CALLS, TIMES * Number(row.busiest));
  return Number(row.stretches) >= KNOWN_STRETCHES && Number(row.recent) > usual ? 'volume' : null;
}
