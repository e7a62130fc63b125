import { appendAudit } from '../audit/index.ts';
import { suppressToken } from '../consent/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { countReturned } from '../shaping/index.ts';
import type { Rejection } from './rejection-of.ts';

export interface Rejected extends Rejection {
  readonly contactId: string;
  /** Null for a notice that belongs to none. */
  readonly campaignId: string | null;
  /** As in `providerOf`; null where it is not known any more. */
  readonly provider: string | null;
  /** The server's words, scrubbed. */
  readonly reply: string | null;
  /** When the server said so. */
  readonly at: Date;
}

/**
 * A refusal for good says something of the address, or of us: who is not there is not written to
 * again, by any campaign. Without it the next one would knock at the same door (M3AAWG sender best
 * practices: remove what bounces for good at once). Where a person has released the address since,
 * their word stands.
 */
export async function heedRejections(
  tx: Tx,
  keys: OrganizationKeys,
  rejected: readonly Rejected[],
  now: Date,
): Promise<void> {
  const { organizationId } = keys;
  // figures, addresses, ledger, each in one order: two at once wait for each other and never in a ring
  for (const { provider, class: figure, at } of sorted(rejected, (one) => one.provider ?? '')) {
    // refusals stop nobody: a provider's stop is for complaints alone
    if (provider !== null) await countReturned(tx, organizationId, provider, figure, at);
  }
  const reason = 'hard_bounce';
  const suppressed: Rejected[] = [];
  for (const one of sorted(rejected, ({ token }) => token)) {
    if (one.class !== 'hard') continue;
    const token = Buffer.from(one.token, 'base64');
    const { reply: detail, at } = one;
    const suppression = { token, reason, detail, source: 'delivery', at: now } as const;
    if (await suppressToken(tx, organizationId, suppression, at)) suppressed.push(one);
  }
  for (const { contactId, campaignId } of suppressed) {
    const subject = { contactId, ...(campaignId !== null && { campaignId }), reason };
    await appendAudit(tx, keys, { actor: 'system', action: 'suppression.added', subject }, now);
  }
}

function sorted(all: readonly Rejected[], by: (one: Rejected) => string): readonly Rejected[] {
  const keyed = all.map((one) => ({ one, key: by(one) }));
  return keyed
    .toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ one }) => one);
}
