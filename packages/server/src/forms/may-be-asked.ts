import { factOfRefusal, recipientAt } from '@postern/core/consent';
import { keptUnder, loadConsent, suppressedAmong } from '../consent/index.ts';
import { contactsByEmailToken } from '../contacts/index.ts';
import type { FormsDeps } from './confirmation.ts';

/**
 * Whether an address may get the one mail by which it is confirmed. Not one that is written to no more
 * (it is dead, or somebody there complained: staff lets it in again), nor one of somebody who asked for
 * no mail or for another address (45 CFR 164.522(b)), or who has died; of those who were deleted too.
 * An opt-out from mailings does not stand in the way: this is none, and its holder may come back.
 */
export async function mayBeAsked(
  { database, keyring, now }: FormsDeps,
  organizationId: string,
  email: string,
): Promise<boolean> {
  const keys = await keyring.of(organizationId);
  if ((await suppressedAmong(database, keys, [email])).size > 0) return false;
  const token = keys.lookupToken('email', email);
  const name = token.toString('hex');
  const kept = await keptUnder(database, organizationId, [token]);
  const barred = (kept.get(name) ?? []).some((word) => BARRING.has(kindOf(word)));
  if (barred) return false;
  const ids = (await contactsByEmailToken(database, organizationId, [token])).get(name) ?? [];
  const ledgers = await loadConsent(database, keys, ids);
  const at = now().toISOString();
  return [...ledgers.values()].every((events) => {
    const { confidentialCommunication, deceased } = recipientAt(events, at);
    return confidentialCommunication === null && !deceased;
  });
}

const BARRING = new Set(['confidential_communication', 'deceased']);
const kindOf = (word: string) => factOfRefusal(word)?.kind ?? '';
