import type { OptOut } from '@postern/core/gate';
import { readLink } from './read-link.ts';
import { type Press, recordOptOut, scopesOf } from './record-opt-outs.ts';
import { type TrackingDeps, trackedSend } from './tracked-send.ts';

export type Unsubscribing =
  | {
      readonly kind: 'unsubscribed' | 'page';
      readonly organizationName: string;
      /** What ends, or ended. */
      readonly scopes: readonly OptOut[];
    }
  | { readonly kind: 'unknown' };

/** What is known of the press of the button. */
export type Pressed = Pick<Press, 'shown' | 'evidence'>;

/** What a GET of `/u/<token>` shows. It changes nothing: scanners follow links. */
export async function unsubscribePage(deps: TrackingDeps, token: string): Promise<Unsubscribing> {
  const send = await trackedSend(deps, token);
  if (send === null) return { kind: 'unknown' };
  return { kind: 'page', organizationName: send.organizationName, scopes: scopesOf(send) };
}

/**
 * Records the opt-out, by one click from the mail program (RFC 8058) or from the page. It holds for
 * the very next message: the gate asks again when a message is handed over. Doing it twice adds
 * nothing.
 */
export async function unsubscribe(
  deps: TrackingDeps,
  token: string,
  source: 'one-click' | 'page',
  pressed: Pressed = { shown: null, evidence: {} },
): Promise<Unsubscribing> {
  const linked = await readLink(deps, token);
  if (linked === null) return { kind: 'unknown' };
  const send = await recordOptOut(deps.database, { linked, source, ...pressed, at: deps.now() });
  if (send === null) return { kind: 'unknown' };
  return {
    kind: 'unsubscribed',
    organizationName: send.organizationName,
    scopes: scopesOf(send),
  };
}
