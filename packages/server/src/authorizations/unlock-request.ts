import type { Tx } from '../database/index.ts';
import { type RequestPlace, updateRequest } from './signing-request.ts';

/**
 * Forgets the wrong tries and the codes, so that who is asked can show again who they are; of a
 * request that was signed too, whose copy waits behind the same link. False when there is none.
 */
export async function unlockRequest(tx: Tx, place: RequestPlace, now: Date): Promise<boolean> {
  const done = await updateRequest(tx, place)
    .set({ tries: 0, code: null, code_until: null, code_sent_at: null, codes_sent: 0 })
    .where('state', '!=', 'withdrawn')
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
