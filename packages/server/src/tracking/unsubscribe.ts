import type { OptOut } from '@postern/core/gate';
import { type Press, recordOptOut } from './record-opt-outs.ts';
import { type TrackedSend, type TrackingDeps, trackedSend } from './tracked-send.ts';

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
  const send = await trackedSend(deps, token);
  if (send === null) return { kind: 'unknown' };
  const scopes = scopesOf(send);
  await recordOptOut(deps.database, { send, scopes, source, ...pressed, at: deps.now() });
  return { kind: 'unsubscribed', organizationName: send.organizationName, scopes };
}

/**
 * Who says no to a message refuses all commercial mail of its sender (15 USC 7704(a)(4)(A)(i)), not
 * one list of it; the gate counts marketing in with that. An appeal for donations is refused as
 * such (45 CFR 164.514(f)(2)), and as commercial mail too where it is both.
 */
function scopesOf({ communication }: TrackedSend): readonly OptOut[] {
  if (communication.category !== 'fundraising') return ['all_commercial'];
  return communication.commercial ? ['fundraising', 'all_commercial'] : ['fundraising'];
}
