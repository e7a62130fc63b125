import { fractionAt, isSuspended, limitsFor, wholeAgainAt } from '@postern/core/shaping';
import type { Database, Tx } from '../database/index.ts';
import { loadReceiverTable } from './receivers.ts';
import { type HeldSite, heldSite } from './site-states.ts';

/** A site as people see it. Times are RFC 3339 UTC. */
export interface ListedSite {
  readonly site: string;
  readonly label: string;
  readonly connections: number;
  /** Messages a second that it gets at most now, of the marketing stream; 0: suspended. */
  readonly perSecond: number;
  readonly fullPerSecond: number;
  readonly messages: number;
  readonly lastAt: string | null;
  readonly holds: readonly ListedHold[];
}

export interface ListedHold {
  readonly holds: 'everything' | 'marketing';
  readonly state: 'suspended' | 'slowed';
  readonly until: string;
  readonly fraction: number;
  readonly since: string;
  readonly rule: string;
  readonly code: number | null;
  readonly enhanced: string | null;
  readonly reply: string;
}

const MOST = 500;

/** Sites that are held back, then those that got mail lately. */
export async function listSites(
  db: Database | Tx,
  organizationId: string,
  now: Date,
): Promise<readonly ListedSite[]> {
  const table = await loadReceiverTable(db);
  const states = await db
    .selectFrom('site_states')
    .selectAll()
    .where((row) =>
      row.or([row('organization_id', 'is', null), row('organization_id', '=', organizationId)]),
    )
    .orderBy('since', 'desc')
    .execute();
  const seen = await db
    .selectFrom('sites_seen')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('last_at', 'desc')
    .limit(MOST)
    .execute();
  const held = states.map(heldSite);
  const counts = new Map(seen.map((row) => [row.site, row]));
  const sites = new Set([...held.map(({ site }) => site), ...seen.map(({ site }) => site)]);
  return [...sites].map((site) => {
    const receiver = limitsFor(site, [], table);
    const here = held.filter((one) => one.site === site);
    const factor = Math.min(1, ...here.map((one) => shareOf(one, now.getTime())));
    const row = counts.get(site);
    return {
      site,
      label: receiver.label,
      connections: Math.max(1, Math.ceil(receiver.connections * factor)),
      perSecond: receiver.perSecond * factor,
      fullPerSecond: receiver.perSecond,
      messages: Number(row?.messages ?? 0),
      lastAt: row?.last_at.toISOString() ?? null,
      holds: here.map((one) => listed(one, now.getTime())),
    };
  });
}

const shareOf = ({ hold }: HeldSite, now: number) =>
  isSuspended(hold, now) ? 0 : fractionAt(hold, now);

function listed({ holds, hold }: HeldSite, now: number): ListedHold {
  const suspended = isSuspended(hold, now);
  const until =
    suspended && hold.suspendedUntil !== null ? hold.suspendedUntil : wholeAgainAt(hold);
  return {
    holds,
    state: suspended ? 'suspended' : 'slowed',
    until: new Date(until).toISOString(),
    fraction: fractionAt(hold, now),
    since: new Date(hold.since).toISOString(),
    rule: hold.label,
    code: hold.reply.code,
    enhanced: hold.reply.enhanced,
    reply: hold.reply.text,
  };
}

export interface SiteEvent {
  readonly id: string;
  readonly site: string;
  readonly holds: 'everything' | 'marketing';
  readonly kind: 'suspended' | 'slowed' | 'recovered' | 'released';
  readonly rule: string;
  readonly until: string | null;
  readonly fraction: number | null;
  readonly code: number | null;
  readonly enhanced: string | null;
  readonly reply: string | null;
  readonly at: string;
}

/** What happened lately, newest first. */
export async function listSiteEvents(
  db: Database | Tx,
  organizationId: string,
  limit = 100,
): Promise<readonly SiteEvent[]> {
  const rows = await db
    .selectFrom('site_events')
    .selectAll()
    .where((row) =>
      row.or([row('organization_id', 'is', null), row('organization_id', '=', organizationId)]),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    site: row.site,
    holds: row.holds,
    kind: row.kind,
    rule: row.label,
    until: row.suspended_until?.toISOString() ?? null,
    fraction: row.fraction,
    code: row.code,
    enhanced: row.enhanced,
    reply: row.reply,
    at: row.at.toISOString(),
  }));
}
