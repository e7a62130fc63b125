import type { Tx } from '../database/index.ts';
import { type RequestPlace, updateRequest } from './signing-request.ts';

/** Takes a request back: its link opens nothing from now on. False when nothing was open. */
export async function withdrawRequest(tx: Tx, place: RequestPlace): Promise<boolean> {
  const done = await updateRequest(tx, place)
    .set({ state: 'withdrawn', code: null, code_until: null })
    .where('state', '=', 'open')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
