import { sql } from 'kysely';
import { bucketOf, type Database } from '../database/index.ts';
import { type MessageState, messageState } from './message-state.ts';

/** A message in the portal, as staff sees it: never its content. */
export interface PortalMessage {
  readonly id: string;
  readonly contactId: string;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly state: MessageState;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly readAt: Date | null;
  readonly reads: number;
  readonly replies: number;
}

export interface MessageFilter {
  readonly contactId?: string;
  readonly state?: MessageState | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** What `messageState` says, as SQL; a test holds the two together. */
const stateSql = (now: Date) => sql<MessageState>`case
  when m.withdrawn_at is not null then 'withdrawn'
  when m.expires_at <= ${now}::timestamptz or m.sealed is null then 'expired'
  when m.locked_at is not null then 'locked'
  when m.read_at is not null then 'read'
  else 'waiting' end`;

/** Newest first; `after` is the id of the last of the page before. */
export async function listMessages(
  database: Database,
  organizationId: string,
  filter: MessageFilter,
  now: Date,
): Promise<readonly PortalMessage[]> {
  const { contactId, state, after, limit } = filter;
  const rows = await database
    .selectFrom('portal_messages as m')
    .leftJoin('campaigns', (join) =>
      join
        .onRef('campaigns.organization_id', '=', 'm.organization_id')
        .onRef('campaigns.id', '=', 'm.campaign_id'),
    )
    .select(['m.id', 'm.contact_id', 'm.campaign_id', 'campaigns.name', 'm.created_at'])
    .select(['m.expires_at', 'm.withdrawn_at', 'm.locked_at', 'm.read_at', 'm.reads'])
    .select(sql<boolean>`m.sealed is not null`.as('there'))
    .select((message) =>
      message
        .selectFrom('portal_replies as r')
        .select((reply) => reply.fn.countAll<number>().as('count'))
        .whereRef('r.bucket', '=', 'm.bucket')
        .whereRef('r.organization_id', '=', 'm.organization_id')
        .whereRef('r.contact_id', '=', 'm.contact_id')
        .whereRef('r.message_id', '=', 'm.id')
        .as('replies'),
    )
    .where('m.organization_id', '=', organizationId)
    .$if(contactId !== undefined, (query) =>
      query
        .where('m.bucket', '=', bucketOf(contactId ?? ''))
        .where('m.contact_id', '=', contactId ?? ''),
    )
    .$if(state !== undefined, (query) => query.where(stateSql(now), '=', state ?? 'waiting'))
    .$if(after !== undefined, (query) => query.where('m.id', '<', after ?? ''))
    .orderBy('m.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    contactId: row.contact_id,
    campaignId: row.campaign_id,
    campaignName: row.name ?? '',
    state: messageState(row.there ? row : { ...row, sealed: null }, now),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    readAt: row.read_at,
    reads: row.reads,
    replies: Number(row.replies ?? 0),
  }));
}
