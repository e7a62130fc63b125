import { isSuspended } from '@postern/core/shaping';
import type { Database, Tx } from '../database/index.ts';
import { heldSite } from './site-states.ts';

/** A site to which nothing of a stream goes for now. */
export interface SuspendedSite {
  readonly site: string;
  /** What it said, as the rule for it is called. */
  readonly label: string;
  readonly until: Date;
}

/** The sites that hold back this organization's mail of a stream, the longest first. */
export async function suspendedSites(
  db: Database | Tx,
  organizationId: string,
  stream: 'marketing' | 'transactional',
  now: Date,
): Promise<readonly SuspendedSite[]> {
  const rows = await db
    .selectFrom('site_states')
    .selectAll()
    .where((row) =>
      row.or([row('organization_id', 'is', null), row('organization_id', '=', organizationId)]),
    )
    .where('suspended_until', '>', now)
    .orderBy('suspended_until', 'desc')
    .execute();
  const sites = new Map<string, SuspendedSite>();
  for (const { site, holds, hold } of rows.map(heldSite)) {
    const counts = holds === 'everything' || stream === 'marketing';
    if (!counts || sites.has(site) || !isSuspended(hold, now.getTime())) continue;
    sites.set(site, { site, label: hold.label, until: new Date(hold.suspendedUntil ?? 0) });
  }
  return [...sites.values()];
}
