import { classOf, providerOf } from '@postern/core/returns';
import { appendAudit } from '../audit/index.ts';
import { suppress } from '../consent/index.ts';
import { inTransaction } from '../database/index.ts';
import { countReturned } from '../shaping/index.ts';
import type { Dispatch } from './load-dispatch.ts';
import { persist } from './persist.ts';
import type { Sender } from './sender.ts';
import type { Settlement } from './settle-sends.ts';

/**
 * A refusal for good says something of the address, or of us: who is not there is not written to
 * again, by any campaign. Without it the next one would knock at the same door (M3AAWG sender best
 * practices: remove what bounces for good at once).
 */
export async function heedRefusal(
  sender: Sender,
  { keys, campaign }: Dispatch,
  email: string,
  { contactId, smtpCode, enhancedCode, reply }: Settlement,
): Promise<void> {
  const refusal = classOf(smtpCode, enhancedCode, reply ?? '');
  if (refusal === 'unknown') return;
  const { database, now } = sender.deps;
  const at = now();
  await persist(sender, () =>
    inTransaction(database, async (tx) => {
      if (refusal === 'hard') {
        const reason = 'hard_bounce';
        const one = { email, reason, detail: reply, source: 'delivery', at } as const;
        if (await suppress(tx, keys, one)) {
          const subject = { contactId, campaignId: campaign.id, reason };
          const note = { actor: 'system', action: 'suppression.added', subject } as const;
          await appendAudit(tx, keys, note, at);
        }
      }
      // refusals stop nobody: a provider's stop is for complaints alone
      await countReturned(tx, campaign.organizationId, providerOf(email), refusal, at);
    }),
  );
}
