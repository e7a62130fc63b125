import { allowanceOn, type Receiver, type SendWindow, wallTime } from '@postern/core/shaping';
import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import { type OrganizationPace, readWindow } from './organization-pace.ts';
import { loadReceiverTable } from './receivers.ts';
import { type HeldSite, loadHeldSites } from './site-states.ts';

export interface CampaignPace {
  readonly perSecond: number | null;
  readonly window: SendWindow | null;
}

/** All that a shaper goes by, as it was when it was last read. */
export interface World {
  readonly table: readonly Receiver[];
  readonly held: readonly HeldSite[];
  readonly organizations: ReadonlyMap<string, OrganizationPace>;
  readonly campaigns: ReadonlyMap<string, CampaignPace>;
  /** By `warmUpKey`: today's allowance, only where there is one. */
  readonly warmUps: ReadonlyMap<string, { readonly day: string; readonly allowance: number }>;
}

export const NOTHING: World = {
  table: [],
  held: [],
  organizations: new Map(),
  campaigns: new Map(),
  warmUps: new Map(),
};

export const warmUpKey = (organizationId: string, subject: string) =>
  `${organizationId} ${subject}`;

/** Reads it; of campaigns those that run, and those that were asked for by id. */
export async function loadWorld(
  database: Database,
  asked: ReadonlySet<string>,
  now: Date,
): Promise<World> {
  const table = await loadReceiverTable(database);
  const held = await loadHeldSites(database);
  const paces = await database
    .selectFrom('organizations')
    .select(['id', 'per_second', 'send_window', 'time_zone'])
    .execute();
  const organizations = new Map(
    paces.map((row) => [
      row.id,
      { perSecond: row.per_second, window: readWindow(row.send_window), timeZone: row.time_zone },
    ]),
  );
  const rows = await database
    .selectFrom('campaigns')
    .select(['id', 'per_second', 'send_window'])
    .where((row) =>
      row.or([row('state', '=', 'running'), sql<boolean>`id::text = any(${[...asked]}::text[])`]),
    )
    .execute();
  const none: CampaignPace = { perSecond: null, window: null };
  const campaigns = new Map([...asked].map((id) => [id, none]));
  for (const row of rows) {
    campaigns.set(row.id, { perSecond: row.per_second, window: readWindow(row.send_window) });
  }
  return {
    table,
    held,
    organizations,
    campaigns,
    warmUps: await loadWarmUps(database, organizations, now),
  };
}

async function loadWarmUps(
  database: Database,
  organizations: World['organizations'],
  now: Date,
): Promise<World['warmUps']> {
  const plans = await database
    .selectFrom('warm_ups')
    .select(['organization_id', 'subject', 'started_on', 'plan'])
    .where('enabled', '=', true)
    .execute();
  const today = new Map<string, { day: string; allowance: number }>();
  for (const { organization_id, subject, started_on, plan } of plans) {
    const zone = organizations.get(organization_id)?.timeZone ?? 'UTC';
    const { day } = wallTime(zone, now.getTime());
    const allowance = allowanceOn(plan, started_on, day);
    if (allowance !== null) today.set(warmUpKey(organization_id, subject), { day, allowance });
  }
  return today;
}
