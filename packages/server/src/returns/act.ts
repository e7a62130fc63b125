import type { Understood } from '@postern/core/returns';
import { appendAudit } from '../audit/index.ts';
import { suppress } from '../consent/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { countReturned, type ReturnFigure } from '../shaping/index.ts';
import { endByComplaint } from './end-by-complaint.ts';
import type { ReturnedSend } from './find-send.ts';
import { outOfReach } from './out-of-reach.ts';
import { type ReturnEvent, recordReturnEvent } from './record-return-event.ts';
import type { ReturnedPerson } from './returned-person.ts';
import { settleByEvidence } from './settle-by-evidence.ts';

/** What followed, in words of ours; the page says them. */
export type Acted =
  | 'settled'
  | 'suppressed'
  | 'address_changed'
  | 'opted_out'
  | 'provider_stopped'
  | 'counted';

interface Case {
  readonly send: ReturnedSend;
  readonly person: ReturnedPerson;
  readonly understood: Understood;
  readonly reason: string;
  readonly at: Date;
}

/**
 * Does what a report that was understood asks for, in the caller's transaction. The event of a
 * message is recorded once, and only a new one counts, so that two reports of one failure are one.
 */
export async function act(tx: Tx, keys: OrganizationKeys, one: Case): Promise<readonly Acted[]> {
  const { class: found, counts } = one.understood;
  const acted = new Set<Acted>();
  const settle = async (state: 'accepted' | 'failed') => {
    if (await settleByEvidence(tx, keys.organizationId, one.send, state, one.at)) {
      acted.add('settled');
    }
  };
  switch (found) {
    case 'unknown':
      break;
    case 'delivered':
      await settle('accepted');
      break;
    case 'auto_reply':
      await recordReturnEvent(tx, keys.organizationId, one.send, 'auto_reply', one.at);
      await settle('accepted');
      break;
    case 'complaint':
      await count(tx, keys, one, 'complaint', 'complaints', acted);
      if (await endByComplaint(tx, keys, one.send, one.at, acted.has('counted')))
        acted.add('opted_out');
      await endAddress(tx, keys, one, 'complaint', acted);
      await settle('accepted');
      break;
    case 'hard':
    case 'soft':
    case 'policy':
      if (!counts) break;
      await count(tx, keys, one, 'bounce', found, acted);
      await settle('failed');
      if (found === 'hard') await endAddress(tx, keys, one, 'hard_bounce', acted);
      if (found === 'soft' && one.person.email !== null) {
        const gone = await outOfReach(tx, keys, one.send, one.person.email);
        if (gone) await endAddress(tx, keys, one, 'soft_bounces', acted);
      }
  }
  return [...acted];
}

async function count(
  tx: Tx,
  keys: OrganizationKeys,
  { send, person, at }: Case,
  kind: ReturnEvent,
  figure: ReturnFigure,
  acted: Set<Acted>,
): Promise<void> {
  const { organizationId } = keys;
  if (!(await recordReturnEvent(tx, organizationId, send, kind, at))) return;
  acted.add('counted');
  if (person.provider === null) return;
  const stopId = await countReturned(tx, organizationId, person.provider, figure, at);
  if (stopId === null) return;
  acted.add('provider_stopped');
  const note = { actor: 'system', action: 'provider.stopped', subject: { stopId } } as const;
  await appendAudit(tx, keys, note, at);
}

async function endAddress(
  tx: Tx,
  keys: OrganizationKeys,
  { send, person, reason: detail, at }: Case,
  reason: 'hard_bounce' | 'soft_bounces' | 'complaint',
  acted: Set<Acted>,
): Promise<void> {
  if (person.email === null) return;
  if (!person.sameAddress) {
    acted.add('address_changed');
    return;
  }
  const { email } = person;
  if (!(await suppress(tx, keys, { email, reason, detail, source: 'returns', at }))) return;
  acted.add('suppressed');
  const subject = { contactId: send.contactId, campaignId: send.campaignId, reason };
  await appendAudit(tx, keys, { actor: 'system', action: 'suppression.added', subject }, at);
}
