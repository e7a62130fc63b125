import { v7 } from 'uuid';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import { countReplies } from './count-replies.ts';
import type { PortalDeps } from './locate-message.ts';
import { placeOf, updateMessage } from './message-place.ts';
import type { ReadableMessage } from './read-message.ts';

export const REPLY_LENGTH = 10_000;
/** To one message; who has more to say calls. */
export const MOST_REPLIES = 20;

export const replyContext = (id: string) => `portal_replies:${id}`;

/** Keeps what the reader wrote, sealed. It goes nowhere by mail. */
export async function replyToMessage(
  { database, keyring, now }: PortalDeps,
  { row }: Pick<ReadableMessage, 'row'>,
  text: string,
): Promise<'kept' | 'too-many'> {
  const keys = await keyring.of(row.organization_id);
  const at = now();
  return inTransaction(database, async (tx) => {
    // the message's row is the queue: two at once count one after the other
    await updateMessage(tx, placeOf(row)).set({ id: row.id }).execute();
    if ((await countReplies(tx, row)) >= MOST_REPLIES) return 'too-many';
    const id = v7();
    await tx
      .insertInto('portal_replies')
      .values({
        bucket: row.bucket,
        organization_id: row.organization_id,
        contact_id: row.contact_id,
        id,
        message_id: row.id,
        sealed: keys.seal(text, replyContext(id)),
        created_at: at,
      })
      .execute();
    const subject = { contactId: row.contact_id, messageId: row.id, replyId: id };
    await appendAudit(tx, keys, { actor: 'recipient', action: 'portal.replied', subject }, at);
    return 'kept';
  });
}
