import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { linkToken, organizationNumberOf, readToken } from '../delivery/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** What a pick-up link names: whose message, and which of the links that it ever had. */
export interface PortalLink {
  readonly linkId: string;
  readonly contactId: string;
}

type Keys = Pick<OrganizationKeys, 'linkKey'>;

/**
 * The opaque part of a pick-up link, made as those of a message are, with a key of its own: a
 * tracking link opens no message. The same link has the same token, so that a notice sent again is
 * the same notice.
 */
export function portalToken(keys: Keys, organizationNumber: number, link: PortalLink): string {
  const { linkId, contactId } = link;
  return linkToken(keyed(keys), organizationNumber, { campaignId: linkId, contactId });
}

/** What the token names; null unless it is, letter by letter, one that `portalToken` made. */
export function readPortalToken(keys: Keys, token: string): PortalLink | null {
  const found = readToken(keyed(keys), token);
  return found && { linkId: found.campaignId, contactId: found.contactId };
}

export { organizationNumberOf };

/** A keyed hash for one purpose of the portal. */
export function portalMac(keys: Keys, purpose: 'code' | 'session', data: string): Buffer {
  return createHmac('sha256', purposeKey(keys, `portal-${purpose}`))
    .update(data)
    .digest();
}

const keyed = (keys: Keys): Keys => ({ linkKey: purposeKey(keys, 'portal-link') });

/** A key for one purpose, so that what is made for it opens nothing else. */
export function purposeKey({ linkKey }: Keys, purpose: string): KeyObject {
  return createSecretKey(createHmac('sha256', linkKey).update(`${purpose}\0`).digest());
}
