import type { Tx } from '../database/index.ts';
import { revokeSession } from './list-sessions.ts';
import type { Principal } from './principal.ts';
import { type ChangedUser, mayChange } from './remove-user.ts';
import { endSessionsOf } from './session.ts';

/** Signs somebody out, of one session or of all: nobody does so to who may do more than they. */
export async function endSessionsFor(
  tx: Tx,
  by: Principal,
  userId: string,
  now: Date,
  sessionId?: string,
): Promise<ChangedUser> {
  const fault = await mayChange(tx, by, userId);
  if (fault) return fault;
  if (sessionId === undefined) {
    return { kind: 'done', ended: await endSessionsOf(tx, userId, now) };
  }
  const ended = await revokeSession(tx, userId, sessionId, now);
  return ended ? { kind: 'done', ended: 1 } : { kind: 'unknown' };
}
