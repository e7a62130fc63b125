import { inTransaction } from '../database/index.ts';
import { recordEvents, type Visit } from './record-event.ts';
import { type TrackingDeps, trackedSend } from './tracked-send.ts';

/**
 * `/c/<token>/<place>`: where link number `place` (as written in the address) of the message leads.
 * Only the links that stood in the template's version when it was launched; nothing in the request
 * can name another target, so this is no open redirect.
 */
export async function recordClick(
  deps: TrackingDeps,
  token: string,
  place: string,
  visit: Visit,
): Promise<{ readonly kind: 'redirect'; readonly target: string } | { readonly kind: 'unknown' }> {
  if (!/^(0|[1-9]\d{0,3})$/.test(place)) return { kind: 'unknown' };
  const send = await trackedSend(deps, token);
  const target = send?.links[Number(place)];
  if (send === null || target === undefined) return { kind: 'unknown' };
  await inTransaction(deps.database, (tx) =>
    recordEvents(tx, [
      { send, event: { kind: 'click', link: Number(place) }, visit, at: deps.now() },
    ]),
  );
  return { kind: 'redirect', target };
}
