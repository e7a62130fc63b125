import type { ConsentFact } from '@postern/core/consent';
import { appendAudit } from '../audit/index.ts';
import { shownText } from '../consent/index.ts';
import { inTransaction } from '../database/index.ts';
import type { Chooser, Wording } from '../preferences/index.ts';
import type { FormsDeps, Origin } from './confirmation.ts';
import { type Kept, keepWaiting } from './keep-waiting.ts';

/**
 * Keeps what somebody on file chose by the link of a message that lets more mail in, until it is
 * confirmed from the address on file: whoever was sent the message on has its link too. Answers the
 * link to mail; null where they got enough of them today.
 */
export async function askMore(
  { database, now }: FormsDeps,
  { organizationId, contactId, campaignId, keys }: Chooser,
  { facts, wording, origin }: { facts: readonly ConsentFact[]; wording: Wording; origin: Origin },
): Promise<Kept | null> {
  const at = now();
  return inTransaction(database, async (tx) => {
    const { kind, body } = wording;
    const shown = await shownText(tx, organizationId, { kind, language: 'en', body });
    const asked = { ...origin, at: at.toISOString() };
    const waiting = { kind: 'more' as const, contactId, facts, asked };
    const kept = await keepWaiting(tx, keys, waiting, { shown, at });
    if (kept === null) return null;
    const subject = { contactId, campaignId, events: facts.length };
    await appendAudit(tx, keys, { actor: 'recipient', action: 'consent.more_asked', subject }, at);
    return kept;
  });
}
