import { recipientAt } from '@postern/core/consent';
import type { OptOut } from '@postern/core/gate';
import { appendAudit } from '../audit/index.ts';
import {
  type Evidence,
  loadConsent,
  recordConsent,
  sealEvidence,
  shownText,
} from '../consent/index.ts';
import { inTransaction, type Tx } from '../database/index.ts';
import { recordEvent } from './record-event.ts';
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
export interface Pressed {
  /** What the page said that they pressed it on; null where the mail program asked. */
  readonly shown: string | null;
  readonly evidence: Evidence;
}

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
  const at = deps.now();
  const scopes = scopesOf(send);
  await inTransaction(deps.database, async (tx) => {
    await holdSend(tx, send);
    const { organizationId, contactId } = send;
    const events = await loadConsent(tx, organizationId, [contactId]);
    const { optOuts } = recipientAt(events.get(contactId) ?? [], at.toISOString());
    const missing = scopes.filter((scope) => !optOuts.includes(scope));
    // each offer has a wording of its own, and versions of it
    const kind = `unsubscribe:${scopes.join('+')}`;
    const shown =
      pressed.shown === null || missing.length === 0
        ? null
        : await shownText(tx, organizationId, { kind, language: 'en', body: pressed.shown });
    await recordConsent(
      tx,
      organizationId,
      missing.map((scope) => ({
        contactId,
        fact: { kind: 'opted_out' as const, scope },
        source,
        actor: 'recipient',
        at,
        ...(shown !== null && { shown }),
        evidence: sealEvidence(send.keys, contactId, { identifiedBy: 'link', ...pressed.evidence }),
      })),
    );
    if (missing.length > 0) {
      const subject = { contactId, campaignId: send.campaignId };
      const action = 'consent.unsubscribed';
      await appendAudit(tx, send.keys, { actor: 'recipient', action, subject }, at);
    }
    if (!(await isRecorded(tx, send))) {
      await recordEvent(tx, send, { kind: 'unsubscribe' }, { head: false }, at);
    }
  });
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

/** Two requests at once wait for each other here. */
async function holdSend(tx: Tx, { bucket, organizationId, campaignId, contactId }: TrackedSend) {
  await tx
    .selectFrom('sends')
    .select('state')
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('campaign_id', '=', campaignId)
    .where('contact_id', '=', contactId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function isRecorded(tx: Tx, send: TrackedSend): Promise<boolean> {
  const row = await tx
    .selectFrom('events')
    .select('id')
    .where('bucket', '=', send.bucket)
    .where('organization_id', '=', send.organizationId)
    .where('contact_id', '=', send.contactId)
    .where('campaign_id', '=', send.campaignId)
    .where('kind', '=', 'unsubscribe')
    .executeTakeFirst();
  return row !== undefined;
}
