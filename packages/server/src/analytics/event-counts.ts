import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import type { HourCount } from './campaign-counts.ts';

export type EventKind = 'open' | 'click' | 'unsubscribe';

/** What people did; what a scanner or prefetcher fetched is no deed of theirs. */
export interface EventCounts {
  /** Distinct people. */
  readonly people: Readonly<Record<EventKind, number>>;
  /** Distinct people by the hour of their first, so that the hours add up to the people. */
  readonly perHour: Readonly<Record<'open' | 'click', readonly HourCount[]>>;
  /** By the number of the link. */
  readonly links: ReadonlyMap<number, { readonly clicks: number; readonly people: number }>;
}

export async function loadEventCounts(
  db: Database | Tx,
  organizationId: string,
  campaignId: string,
): Promise<EventCounts> {
  const first = await sql<{ kind: EventKind; hour: Date; count: number }>`
    select kind, date_trunc('hour', first_at, 'UTC') as hour, count(*) as count
    from (
      select kind, contact_id, min(at) as first_at from events
      where organization_id = ${organizationId} and campaign_id = ${campaignId} and not machine
      group by kind, contact_id
    ) as firsts
    group by kind, hour
    order by hour`.execute(db);
  const links = await sql<{ link: number; clicks: number; people: number }>`
    select link, count(*) as clicks, count(distinct contact_id) as people from events
    where organization_id = ${organizationId} and campaign_id = ${campaignId}
      and kind = 'click' and link is not null and not machine
    group by link`.execute(db);
  const hours = (kind: EventKind) =>
    first.rows
      .filter((row) => row.kind === kind)
      .map(({ hour, count }) => ({ hour: hour.toISOString(), count }));
  const people = (kind: EventKind) => hours(kind).reduce((sum, { count }) => sum + count, 0);
  return {
    people: {
      open: people('open'),
      click: people('click'),
      unsubscribe: people('unsubscribe'),
    },
    perHour: { open: hours('open'), click: hours('click') },
    links: new Map(links.rows.map(({ link, ...counts }) => [link, counts])),
  };
}
