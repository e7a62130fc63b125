import { type ConsentFact, recipientAt } from '@postern/core/consent';
import type { OptOut } from '@postern/core/gate';
import { appendAudit } from '../audit/index.ts';
import { loadConsent, recordConsent } from '../consent/index.ts';
import { survivorOf } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { ReturnedSend } from './find-send.ts';

/**
 * Who calls a message spam refuses all commercial mail of its sender (15 USC 7704(a)(4)(A)(i)), and
 * appeals too where it was one (45 CFR 164.514(f)(2)); that they complained stands in their ledger
 * too, once for each message (`isNew`). Answers whether it ended anything.
 */
export async function endByComplaint(
  tx: Tx,
  keys: OrganizationKeys,
  { contactId: writtenTo, campaignId, communication }: ReturnedSend,
  at: Date,
  isNew: boolean,
): Promise<boolean> {
  const contactId = await survivorOf(tx, keys.organizationId, writtenTo);
  const events = await loadConsent(tx, keys, [contactId]);
  const { optOuts } = recipientAt(events.get(contactId) ?? [], at.toISOString());
  const scopes: readonly OptOut[] = isAppeal(communication)
    ? ['all_commercial', 'fundraising']
    : ['all_commercial'];
  const missing = scopes.filter((scope) => !optOuts.includes(scope));
  const facts: readonly ConsentFact[] = [
    ...(isNew ? [{ kind: 'complained' } as const] : []),
    ...missing.map((scope) => ({ kind: 'opted_out', scope }) as const),
  ];
  if (facts.length === 0) return false;
  await recordConsent(
    tx,
    keys,
    facts.map((fact) => ({ contactId, fact, source: 'complaint', actor: 'recipient', at })),
  );
  const subject = { contactId, campaignId };
  await appendAudit(tx, keys, { actor: 'recipient', action: 'consent.complained', subject }, at);
  return missing.length > 0;
}

function isAppeal(communication: unknown): boolean {
  return (
    typeof communication === 'object' &&
    communication !== null &&
    'category' in communication &&
    communication.category === 'fundraising'
  );
}
