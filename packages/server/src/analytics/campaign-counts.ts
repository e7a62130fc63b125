import { figureOf, type StateFigure } from '@postern/core/campaigns';
import type { SendState } from '@postern/core/delivery';
import { sql } from 'kysely';
import { inEveryBucket } from '../campaigns/index.ts';
import type { Database, Tx } from '../database/index.ts';

/** Sends of a campaign that never left or never arrived, by the reason. */
export interface RefusedGroup {
  readonly figure: StateFigure;
  readonly code: string;
  readonly count: number;
  /** Of one of them. */
  readonly reason: string | null;
  /** All that any of them rests on. */
  readonly citations: readonly string[];
}

export async function loadRefused(
  db: Database | Tx,
  organizationId: string,
  campaignId: string,
): Promise<readonly RefusedGroup[]> {
  const { rows } = await sql<Omit<RefusedGroup, 'figure'> & { state: SendState }>`
    select s.state, s.code, count(*) as count, min(s.reason) as reason,
      coalesce(s.citations, '{}') as citations
    from told_sends s
    where ${inEveryBucket(sql`s.bucket`)} and s.organization_id = ${organizationId}
      and s.campaign_id = ${campaignId}
      and s.state in ('refused', 'suppressed', 'failed') and s.code is not null
    group by s.state, s.code, s.citations
    order by count(*) desc, s.code`.execute(db);
  // one code can rest on more or less, by what is wrong with the documents on file
  const groups = new Map<string, RefusedGroup>();
  for (const { state, ...row } of rows) {
    const key = `${state} ${row.code}`;
    const known = groups.get(key) ?? { ...row, figure: figureOf(state), count: 0, citations: [] };
    const count = known.count + row.count;
    const citations = [...new Set([...known.citations, ...row.citations])];
    groups.set(key, { ...known, count, citations });
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** How those who were sent to got it. */
export interface WaysTaken {
  /** Accepted over TLS whose other side proved who it is. */
  readonly secured: number;
  /** Laid down in the portal, where only a notice went out. */
  readonly inPortal: number;
}

export async function countWays(
  db: Database | Tx,
  organizationId: string,
  campaignId: string,
): Promise<WaysTaken> {
  // the way of one that waits in the portal is that of an attempt before
  const { rows } = await sql<WaysTaken>`
    select count(*) filter (where s.way is null and s.tls_protocol is not null
        and s.tls_verified <> 'unverified') as secured,
      count(*) filter (where s.way = 'portal') as "inPortal"
    from told_sends s
    where ${inEveryBucket(sql`s.bucket`)} and s.organization_id = ${organizationId}
      and s.campaign_id = ${campaignId} and s.state = 'accepted'`.execute(db);
  return rows[0] ?? { secured: 0, inPortal: 0 };
}

/** Messages accepted within one hour. `hour`: its beginning, RFC 3339 UTC. */
export interface HourCount {
  readonly hour: string;
  readonly count: number;
}

export async function loadSentPerHour(
  db: Database | Tx,
  organizationId: string,
  campaignId: string,
): Promise<readonly HourCount[]> {
  const { rows } = await sql<{ hour: Date; count: number }>`
    select date_trunc('hour', s.settled_at, 'UTC') as hour, count(*) as count
    from sends s
    where ${inEveryBucket(sql`s.bucket`)} and s.organization_id = ${organizationId}
      and s.campaign_id = ${campaignId} and s.state = 'accepted'
    group by 1`.execute(db);
  return rows.map(({ hour, count }) => ({ hour: hour.toISOString(), count }));
}
