import { type States, statesOf } from '@postern/core/campaigns';
import type { SendState } from '@postern/core/delivery';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import type { CampaignRow } from './campaign-row.ts';
import { inEveryBucket } from './every-bucket.ts';

/** Over how many seconds the rate is taken. */
const RATE_SECONDS = 10;

export interface Progress {
  readonly states: States;
  /** Settled a second, lately; null unless it is running. */
  readonly perSecond: number | null;
  /** At that rate; null when nothing moves. */
  readonly secondsLeft: number | null;
}

/**
 * Where the audience of each launched campaign stands, in one query. Throws `AudienceBroken` when
 * the states of one do not add up to what was frozen.
 */
export async function loadProgress(
  db: Database | Tx,
  organizationId: string,
  campaigns: readonly CampaignRow[],
  now: Date,
): Promise<ReadonlyMap<string, Progress>> {
  const launched = campaigns.filter(({ audience }) => audience !== null);
  if (launched.length === 0) return new Map();
  const since = new Date(now.getTime() - RATE_SECONDS * 1000);
  const { rows } = await sql<{ id: string; state: SendState; count: number; lately: number }>`
    select s.campaign_id as id, s.state, count(*) as count,
      count(*) filter (where s.settled_at > ${since}) as lately
    from sends s
    where ${inEveryBucket(sql`s.bucket`)} and s.organization_id = ${organizationId}
      and s.campaign_id = any(${sql.val(launched.map(({ id }) => id))}::uuid[])
    group by s.campaign_id, s.state`.execute(db);
  return new Map(
    launched.map((campaign) => {
      const own = rows.filter(({ id }) => id === campaign.id);
      const counts = Object.fromEntries(own.map(({ state, count }) => [state, count]));
      const states = statesOf(campaign.audience ?? 0, counts);
      const lately = own.reduce((sum, row) => sum + row.lately, 0);
      const perSecond = campaign.state === 'running' ? lately / RATE_SECONDS : null;
      const secondsLeft = perSecond ? Math.ceil(states.waiting / perSecond) : null;
      return [campaign.id, { states, perSecond, secondsLeft }];
    }),
  );
}
