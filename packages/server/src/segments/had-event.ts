import type { EventKind, HadEvent, RecentlyMailed } from '@postern/core/segments';
import { addDays } from '@postern/core/values';
import { type RawBuilder, sql } from 'kysely';
import type { CompileContext, PersonSet } from './asking.ts';
import { inBuckets, placesOf } from './places.ts';

/** What each is called where events are recorded. */
const RECORDED: Readonly<Record<Exclude<EventKind, 'sent' | 'answered'>, string>> = {
  opened: 'open',
  clicked: 'click',
  read: 'read',
  unsubscribed: 'unsubscribe',
  bounced: 'bounce',
  complained: 'complaint',
  auto_replied: 'auto_reply',
};

/** To whom it happened, so many times. Days are UTC's, as `today` is. */
export function hadEvent(condition: HadEvent, context: CompileContext): PersonSet {
  const { kind, campaign, link, withinDays, beforeDays, atLeast = 1 } = condition;
  return {
    places: (db, buckets) =>
      placesOf(
        db,
        sql`
          select c.bucket, c.place from contacts c
          join (
            select e.bucket, e.contact_id
            from (${happened(kind, context, buckets)}) e
            where ${lately(withinDays, context.today)}
              and ${earlier(beforeDays, context.today)}
              and ${campaign === undefined ? sql`true` : sql`e.campaign_id = ${campaign}`}
              and ${link === undefined ? sql`true` : sql`e.link = ${link}`}
            group by e.bucket, e.contact_id
            having count(*) >= ${atLeast}
          ) had on had.bucket = c.bucket and had.contact_id = c.id
          where c.bucket = ${inBuckets(buckets)}
            and c.organization_id = ${context.keys.organizationId}`,
      ),
  };
}

/** To whom a message was sent of late, on one stream or any. */
export function recentlyMailed(
  { withinDays, stream }: RecentlyMailed,
  context: CompileContext,
): PersonSet {
  const { organizationId } = context.keys;
  return {
    places: (db, buckets) =>
      placesOf(
        db,
        sql`
          select distinct c.bucket, c.place from (${happened('sent', context, buckets)}) e
          join campaigns of on of.organization_id = ${organizationId} and of.id = e.campaign_id
          join contacts c on c.bucket = e.bucket and c.organization_id = ${organizationId}
            and c.id = e.contact_id
          where ${lately(withinDays, context.today)}
            and ${stream === undefined ? sql`true` : sql`of.stream = ${stream}`}`,
      ),
  };
}

/** Every time it happened to somebody in these buckets. */
function happened(
  kind: EventKind,
  { keys }: CompileContext,
  buckets: readonly number[],
): RawBuilder<unknown> {
  const { organizationId } = keys;
  switch (kind) {
    case 'sent':
      // the other side took it, or it is not known whether it did
      return sql`
        select bucket, contact_id, campaign_id, null::integer as link, settled_at as at
        from sends
        where bucket = ${inBuckets(buckets)} and organization_id = ${organizationId}
          and state in ('accepted', 'uncertain')`;
    case 'answered':
      return sql`
        select r.bucket, r.contact_id, m.campaign_id, null::integer as link, r.created_at as at
        from portal_replies r
        join portal_messages m on m.bucket = r.bucket and m.organization_id = r.organization_id
          and m.contact_id = r.contact_id and m.id = r.message_id
        where r.bucket = ${inBuckets(buckets)} and r.organization_id = ${organizationId}`;
    default:
      return sql`
        select bucket, contact_id, campaign_id, link, at
        from events
        where bucket = ${inBuckets(buckets)} and organization_id = ${organizationId}
          and kind = ${RECORDED[kind]} and not machine`;
  }
}

function lately(withinDays: number | undefined, today: string): RawBuilder<unknown> {
  if (withinDays === undefined) return sql`true`;
  return sql`e.at >= ${addDays(today, -withinDays)}::date at time zone 'UTC'
    and e.at < ${addDays(today, 1)}::date at time zone 'UTC'`;
}

function earlier(beforeDays: number | undefined, today: string): RawBuilder<unknown> {
  if (beforeDays === undefined) return sql`true`;
  return sql`e.at < ${addDays(today, -beforeDays)}::date at time zone 'UTC'`;
}
