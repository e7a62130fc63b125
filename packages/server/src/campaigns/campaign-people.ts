import { type StateFigure, statesIn } from '@postern/core/campaigns';
import { sql } from 'kysely';
import { validate } from 'uuid';
import { bucketOf, type Database, type Tables, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { findCampaign } from './campaign-row.ts';
import { inEveryBucket } from './every-bucket.ts';
import { howItWent } from './how-it-went.ts';
import { named, type PageRequest, type PeoplePage } from './people.ts';
import { openRoute } from './route-places.ts';
import { sendReason } from './send-reason.ts';

/** Which of a launched campaign's people; all that are given must hold. */
export interface PeopleFilter {
  readonly state?: StateFigure;
  readonly code?: string;
  readonly event?: 'open' | 'click' | 'unsubscribe';
  /** The number of a link: those who clicked it. */
  readonly link?: number;
}

type Row = Omit<Parameters<typeof howItWent>[0], 'host' | 'peer'> &
  Pick<
    Tables['told_sends'],
    'contact_id' | 'code' | 'reason' | 'citations' | 'route_hash' | 'route_sealed'
  > & {
    readonly at: Date | null;
    readonly tls: string | null;
  };

/** The people behind a figure of a launched campaign or its report, by bucket and id. */
export async function campaignPeople(
  db: Database | Tx,
  keys: OrganizationKeys,
  id: string,
  { limit, cursor, ...filter }: PageRequest & PeopleFilter,
): Promise<PeoplePage | { readonly kind: 'unknown' | 'bad-cursor' }> {
  if (cursor !== null && !validate(cursor)) return { kind: 'bad-cursor' };
  const { organizationId } = keys;
  const campaign = await findCampaign(db, organizationId, id);
  if (campaign === null) return { kind: 'unknown' };
  const { rows } = await sql<Row>`
    select s.contact_id, s.state, s.code, s.reason, s.citations,
      s.settled_at as at,
      nullif(concat_ws(' ', s.tls_protocol, s.tls_cipher), '') as tls,
      s.way, s.route_hash, s.route_sealed, s.tls_protocol, s.tls_cipher, s.tls_verified,
      s.smtp_code, s.enhanced_code, s.reply, s.deferrals,
      case when ${campaign.state === 'running'} and (s.state = 'deferred'
        or (s.state = 'queued' and s.due_at > now())) then s.due_at end as again_at
    from told_sends s
    where ${sql.join(conditions(organizationId, id, cursor, filter), sql` and `)}
    order by s.bucket, s.contact_id
    limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit).map((row) => ({
    contactId: row.contact_id,
    state: row.state,
    code: row.code,
    reason: sendReason(row),
    citations: row.citations ?? [],
    at: row.at?.toISOString() ?? null,
    tls: row.tls,
    delivery: howItWent({ ...row, ...placesOf(keys, row) }),
  }));
  return {
    kind: 'page',
    people: await named(db, keys, page),
    nextCursor: rows.length > limit ? (page.at(-1)?.contactId ?? null) : null,
  };
}

function placesOf(keys: OrganizationKeys, { route_hash, route_sealed }: Row) {
  const { host = null, peer = null } = openRoute(keys, route_hash, route_sealed) ?? {};
  return { host, peer };
}

function conditions(
  organizationId: string,
  id: string,
  cursor: string | null,
  { state, code, event, link }: PeopleFilter,
) {
  const all = [
    inEveryBucket(sql`s.bucket`),
    sql`s.organization_id = ${organizationId} and s.campaign_id = ${id}`,
  ];
  if (cursor !== null) {
    all.push(sql`(s.bucket, s.contact_id) > (${bucketOf(cursor)}::smallint, ${cursor}::uuid)`);
  }
  if (state !== undefined) all.push(sql`s.state = any(${sql.val(statesIn(state))})`);
  if (code !== undefined) all.push(sql`s.code = ${code}`);
  const kind = event ?? (link === undefined ? undefined : 'click');
  if (kind !== undefined) {
    // a scanner that follows every link is nobody
    all.push(sql`exists (
      select from events e
      where e.bucket = s.bucket and e.organization_id = s.organization_id
        and e.contact_id = s.contact_id and e.campaign_id = s.campaign_id
        and e.kind = ${kind} and not e.machine
        and ${link === undefined ? sql`true` : sql`e.link = ${link}`})`);
  }
  return all;
}
