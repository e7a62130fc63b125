import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { portalSettings } from '../organizations/index.ts';
import { daysAfter } from './deposit-message.ts';
import { type MessagePlace, updateMessage } from './message-place.ts';
import { portalToken } from './portal-link.ts';

/**
 * Gives a message another link, unlocked and with its full time ahead; every link before it is
 * worthless from now on. Null when there is nothing to open: expired, withdrawn or unknown.
 */
export async function renewLink(
  tx: Tx,
  keys: OrganizationKeys,
  place: MessagePlace,
  now: Date,
): Promise<{ readonly token: string; readonly expiresAt: Date } | null> {
  const organization = await tx
    .selectFrom('organizations')
    .select(['number', 'portal'])
    .where('id', '=', place.organizationId)
    .executeTakeFirstOrThrow();
  const linkId = v7();
  const expiresAt = daysAfter(now, portalSettings(organization).days);
  const result = await updateMessage(tx, place)
    .set({
      link_id: linkId,
      expires_at: expiresAt,
      tries: 0,
      locked_at: null,
      secret_barred: false,
      code_hash: null,
      code_expires_at: null,
      code_sent_at: null,
      codes_sent: 0,
    })
    .where('sealed', 'is not', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return null;
  const { contactId } = place;
  return { token: portalToken(keys, organization.number, { linkId, contactId }), expiresAt };
}
