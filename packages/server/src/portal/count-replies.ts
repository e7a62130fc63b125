import type { Database, Tx } from '../database/index.ts';
import type { MessageRow } from './locate-message.ts';

/** How many replies a message has. */
export async function countReplies(db: Database | Tx, row: MessageRow): Promise<number> {
  const { count } = await db
    .selectFrom('portal_replies')
    .select((reply) => reply.fn.countAll<number>().as('count'))
    .where('bucket', '=', row.bucket)
    .where('organization_id', '=', row.organization_id)
    .where('contact_id', '=', row.contact_id)
    .where('message_id', '=', row.id)
    .executeTakeFirstOrThrow();
  return Number(count);
}
