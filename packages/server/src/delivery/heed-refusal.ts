import { classOf, providerOf } from '@postern/core/returns';
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
  { keys, organization }: Dispatch,
  email: string,
  { smtpCode, enhancedCode, reply }: Settlement,
): Promise<void> {
  const refusal = classOf(smtpCode, enhancedCode, reply ?? '');
  if (refusal === 'unknown') return;
  const { database, now } = sender.deps;
  const at = now();
  await persist(sender, () =>
    inTransaction(database, async (tx) => {
      if (refusal === 'hard') {
        const source = 'delivery';
        await suppress(tx, keys, { email, reason: 'hard_bounce', detail: reply, source, at });
      }
      await countReturned(tx, organization.id, providerOf(email), refusal, at);
    }),
  );
}
