import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { LINK_DAYS, type Requested, requestSignature } from './request-signature.ts';
import { type RequestPlace, requestAt } from './signing-request.ts';
import { withdrawRequest } from './withdraw-request.ts';

const DAY = 86_400_000;

/**
 * Asks somebody anew, by another link for as many days, what a mailed link asked that is locked, has
 * expired, or whose mail did not leave. The old one opens nothing from then on: whoever it was passed
 * on to, or who locked it, has no part in the new one. 'unknown' of one that was signed or withdrawn,
 * or that was no mail.
 */
export async function renewRequest(
  tx: Tx,
  keys: OrganizationKeys,
  place: RequestPlace,
  { createdBy, now }: { readonly createdBy: string; readonly now: Date },
): Promise<Requested | { readonly kind: 'unknown' }> {
  const row = await requestAt(tx, place).selectAll().forUpdate().executeTakeFirst();
  if (row?.state !== 'open' || row.way !== 'mail') return { kind: 'unknown' };
  await withdrawRequest(tx, place);
  const { contact_id: contactId, form_id: formId, way } = row;
  const asked = Math.round((row.expires_at.getTime() - row.created_at.getTime()) / DAY);
  const days = Math.min(Math.max(asked, LINK_DAYS.least), LINK_DAYS.most);
  return requestSignature(tx, keys, { contactId, formId, way, days, createdBy, now });
}
