import { sql } from 'kysely';
import { v7 } from 'uuid';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import type { AttachedFile } from '../templates/index.ts';
import { countReplies } from './count-replies.ts';
import { locateMessage, type MessageRow, type PortalDeps } from './locate-message.ts';
import { messageAttachments } from './message-attachments.ts';
import { type MessageContent, openMessage } from './message-content.ts';
import { placeOf, updateMessage } from './message-place.ts';
import { readReaderSession } from './reader-session.ts';

export interface ReadableMessage extends MessageContent {
  readonly row: MessageRow;
  readonly readerSince: Date;
  readonly attachments: readonly AttachedFile[];
  /** How many were sent to it. */
  readonly replies: number;
}

/** The message, for who has identified themself for this very link; null for anybody else. */
export async function openForReader(
  deps: PortalDeps,
  token: string,
  session: string | undefined,
): Promise<ReadableMessage | null> {
  const located = await locateMessage(deps, token);
  if (!located?.found) return null;
  const { link, row } = located.found;
  const readerSince = readReaderSession(located.keys, link, session, deps.now());
  if (readerSince === null || row.sealed === null) return null;
  const replies = await countReplies(deps.database, row);
  const attachments = await messageAttachments(deps.database, row);
  const content = openMessage(located.keys, row.id, row.sealed);
  return { ...content, row, readerSince, attachments, replies };
}

/**
 * Records that the message was shown: once for each time that somebody identified themself, and as
 * an event the first time. Unlike an open, this is evidence: a person showed who they were.
 */
export async function recordRead(
  { database, keyring, now }: PortalDeps,
  { row, readerSince }: Pick<ReadableMessage, 'row' | 'readerSince'>,
): Promise<void> {
  const at = now();
  const keys = await keyring.of(row.organization_id);
  await inTransaction(database, async (tx) => {
    const counted = await updateMessage(tx, placeOf(row))
      .set({
        read_at: sql<Date>`coalesce(read_at, ${at}::timestamptz)`,
        last_read_at: at,
        reads: sql<number>`reads + 1`,
      })
      .where((message) =>
        message.or([
          message('last_read_at', 'is', null),
          message('last_read_at', '<', readerSince),
        ]),
      )
      .returning('reads')
      .executeTakeFirst();
    if (counted?.reads !== 1) return;
    const { bucket, organization_id, contact_id, campaign_id, id } = row;
    const event = { bucket, organization_id, contact_id, campaign_id };
    await tx
      .insertInto('events')
      .values({ ...event, id: v7(), kind: 'read', link: null, machine: false, at })
      .execute();
    const subject = { contactId: contact_id, campaignId: campaign_id, messageId: id };
    await appendAudit(tx, keys, { actor: 'recipient', action: 'portal.read', subject }, at);
  });
}
