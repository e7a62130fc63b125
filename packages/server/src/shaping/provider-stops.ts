import { RATE_DAYS, rateVerdict } from '@postern/core/returns';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';

/** The providers (`providerOf`) to which the organization's marketing has stopped, since when. */
export async function stoppedProviders(
  db: Database | Tx,
  organizationId: string,
): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .selectFrom('provider_stops')
    .select(['provider', 'since'])
    .where('organization_id', '=', organizationId)
    .where('released_at', 'is', null)
    .execute();
  return new Map(rows.map(({ provider, since }) => [provider, since]));
}

/**
 * Stops marketing to a provider whose people complain too much (`rateVerdict`) over the last days;
 * what happened before a person released it counts no more. Answers the id of a new stop.
 */
export async function stopWhereTooMany(
  tx: Tx,
  organizationId: string,
  provider: string,
  at: Date,
): Promise<string | null> {
  const { rows } = await sql<{ accepted: number; complaints: number }>`
    with released as (
      select released_at, released_accepted, released_complaints from provider_stops
      where organization_id = ${organizationId} and provider = ${provider}
        and released_at is not null
      order by released_at desc limit 1
    ), since as (
      select greatest(${at}::timestamptz - make_interval(days => ${RATE_DAYS - 1}),
        (select released_at from released)) as at
    )
    select
      (coalesce(sum(day.accepted), 0) - coalesce(max(released.released_accepted), 0))::integer
        as accepted,
      (coalesce(sum(day.complaints), 0) - coalesce(max(released.released_complaints), 0))::integer
        as complaints
    from provider_days day
    cross join since
    -- the day of the release counts from its figures on
    left join released on (released.released_at at time zone 'UTC')::date
      >= (since.at at time zone 'UTC')::date
    where day.organization_id = ${organizationId} and day.provider = ${provider}
      and day.day >= (since.at at time zone 'UTC')::date`.execute(tx);
  const counts = rows[0];
  if (counts === undefined || rateVerdict(counts) !== 'stop') return null;
  const made = await tx
    .insertInto('provider_stops')
    .values({ organization_id: organizationId, provider, id: v7(), since: at, ...counts })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'provider'])
        .where('released_at', 'is', null)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return made?.id ?? null;
}

/** Lets marketing to a provider go on. Answers the id of the stop; null when it had not stopped. */
export async function releaseProvider(
  tx: Tx,
  organizationId: string,
  provider: string,
  by: { readonly userId: string; readonly at: Date },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    update provider_stops set released_at = ${by.at}, released_by = ${by.userId},
      released_accepted = coalesce(day.accepted, 0),
      released_complaints = coalesce(day.complaints, 0)
    from (select 1) as one
    left join provider_days day on day.organization_id = ${organizationId}
      and day.provider = ${provider} and day.day = (${by.at}::timestamptz at time zone 'UTC')::date
    where provider_stops.organization_id = ${organizationId}
      and provider_stops.provider = ${provider} and provider_stops.released_at is null
    returning provider_stops.id`.execute(tx);
  return rows[0]?.id ?? null;
}
