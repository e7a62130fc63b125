import { RATE_DAYS, type RateVerdict, rateVerdict, spamRate } from '@postern/core/returns';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** A provider in the last days: what it accepted, and what came back. */
export interface ProviderFigures {
  readonly provider: string;
  readonly accepted: number;
  readonly complaints: number;
  readonly hard: number;
  readonly soft: number;
  readonly policy: number;
  /** Complaints per accepted message; null where nothing was accepted. */
  readonly rate: number | null;
  readonly verdict: RateVerdict;
  /** Since when marketing to it is stopped; null while it is not. */
  readonly stoppedSince: Date | null;
}

const MOST = 200;

/** By provider over the days that count, those that are stopped first, then by what was accepted. */
export async function listProviders(
  db: Database | Tx,
  organizationId: string,
  now: Date,
): Promise<readonly ProviderFigures[]> {
  const { rows } = await sql<Omit<ProviderFigures, 'rate' | 'verdict'>>`
    select provider, coalesce(days.accepted, 0) as accepted,
      coalesce(days.complaints, 0) as complaints, coalesce(days.hard, 0) as hard,
      coalesce(days.soft, 0) as soft, coalesce(days.policy, 0) as policy,
      stop.since as "stoppedSince"
    from (
      select provider, sum(accepted)::integer as accepted, sum(complaints)::integer as complaints,
        sum(hard)::integer as hard, sum(soft)::integer as soft, sum(policy)::integer as policy
      from provider_days
      where organization_id = ${organizationId}
        and day > (${now}::timestamptz at time zone 'UTC')::date - ${RATE_DAYS}::integer
      group by provider
    ) as days
    full join (
      select provider, since from provider_stops
      where organization_id = ${organizationId} and released_at is null
    ) as stop using (provider)
    order by stop.since is null, days.accepted desc nulls last, provider
    limit ${MOST}`.execute(db);
  return rows.map((row) => ({ ...row, rate: spamRate(row), verdict: rateVerdict(row) }));
}
