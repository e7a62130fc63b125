import type { Tx } from '../database/index.ts';
import { type MessagePlace, updateMessage } from './message-place.ts';

/** Takes a message back: its content is deleted at once, the evidence stays. False: none there. */
export async function withdrawMessage(tx: Tx, place: MessagePlace, now: Date): Promise<boolean> {
  const result = await updateMessage(tx, place)
    .set({ withdrawn_at: now, sealed: null, code_hash: null, code_expires_at: null })
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .where('sealed', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
