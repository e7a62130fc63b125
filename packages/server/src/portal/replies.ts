import { bucketOf, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { MessagePlace } from './message-place.ts';
import { replyContext } from './reply-to-message.ts';

/** A reply, as the inbox lists it: without its text. */
export interface PortalReply {
  readonly id: string;
  readonly contactId: string;
  readonly messageId: string;
  /** Null: the message is gone. */
  readonly campaignId: string | null;
  readonly campaignName: string;
  readonly createdAt: Date;
  /** When staff marked it as read. */
  readonly readAt: Date | null;
}

/** Newest first; `after` is the id of the last of the page before. */
export async function listReplies(
  database: Database,
  organizationId: string,
  filter: {
    readonly unread: boolean;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly PortalReply[]> {
  const rows = await joined(database)
    .select(['r.id', 'r.contact_id', 'r.message_id', 'm.campaign_id', 'campaigns.name'])
    .select(['r.created_at', 'r.read_at'])
    .where('r.organization_id', '=', organizationId)
    .$if(filter.unread, (query) => query.where('r.read_at', 'is', null))
    .$if(filter.after !== undefined, (query) => query.where('r.id', '<', filter.after ?? ''))
    .orderBy('r.id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(replyOf);
}

/** One reply with its text; null when the organization has none such. */
export async function openReply(
  database: Database,
  keys: OrganizationKeys,
  { organizationId, contactId, id }: MessagePlace,
): Promise<(PortalReply & { readonly text: string }) | null> {
  const row = await joined(database)
    .select(['r.id', 'r.contact_id', 'r.message_id', 'm.campaign_id', 'campaigns.name'])
    .select(['r.created_at', 'r.read_at'])
    .select('r.sealed')
    .where('r.bucket', '=', bucketOf(contactId))
    .where('r.organization_id', '=', organizationId)
    .where('r.contact_id', '=', contactId)
    .where('r.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { ...replyOf(row), text: keys.open(row.sealed, replyContext(row.id)).toString() };
}

/** Marks a reply as read, or as not; false when there is none such. */
export async function markReply(
  tx: Tx,
  { organizationId, contactId, id }: MessagePlace,
  readAt: Date | null,
): Promise<boolean> {
  const result = await tx
    .updateTable('portal_replies')
    .set({ read_at: readAt })
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function joined(database: Database) {
  return database
    .selectFrom('portal_replies as r')
    .leftJoin('portal_messages as m', (join) =>
      join
        .onRef('m.bucket', '=', 'r.bucket')
        .onRef('m.organization_id', '=', 'r.organization_id')
        .onRef('m.contact_id', '=', 'r.contact_id')
        .onRef('m.id', '=', 'r.message_id'),
    )
    .leftJoin('campaigns', (join) =>
      join
        .onRef('campaigns.organization_id', '=', 'm.organization_id')
        .onRef('campaigns.id', '=', 'm.campaign_id'),
    );
}

function replyOf(row: {
  id: string;
  contact_id: string;
  message_id: string;
  campaign_id: string | null;
  name: string | null;
  created_at: Date;
  read_at: Date | null;
}): PortalReply {
  return {
    id: row.id,
    contactId: row.contact_id,
    messageId: row.message_id,
    campaignId: row.campaign_id,
    campaignName: row.name ?? '',
    createdAt: row.created_at,
    readAt: row.read_at,
  };
}
