import { inTransaction } from '../database/index.ts';
import { recordEvents, type Visit } from './record-event.ts';
import { type TrackingDeps, trackedSend } from './tracked-send.ts';

/** What `/o/<token>` shows whether or not anything was recorded: a transparent GIF of one pixel. */
export const PIXEL = Buffer.from(
  'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'base64',
);

/** Weak evidence: mail programs fetch images for nobody, and people read without images. */
export async function recordOpen(
  deps: TrackingDeps,
  token: string,
  visit: Visit,
): Promise<{ readonly kind: 'recorded' | 'unknown' }> {
  const send = await trackedSend(deps, token);
  if (send === null) return { kind: 'unknown' };
  await inTransaction(deps.database, (tx) =>
    recordEvents(tx, [{ send, event: { kind: 'open' }, visit, at: deps.now() }]),
  );
  return { kind: 'recorded' };
}
