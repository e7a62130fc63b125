import { linkToken, organizationNumberOf, readToken } from '../delivery/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { purposeKey } from '../portal/index.ts';

/** What a link to sign names: who is asked, and which of the times that they were. */
export interface SigningLink {
  readonly requestId: string;
  readonly contactId: string;
}

type Keys = Pick<OrganizationKeys, 'linkKey'>;

/** The opaque part of a link to sign, with a key of its own: no other link opens it, and it no other. */
export function signingToken(keys: Keys, organizationNumber: number, link: SigningLink): string {
  const { requestId, contactId } = link;
  return linkToken(keyed(keys), organizationNumber, { campaignId: requestId, contactId });
}

/** What the token names; null unless it is, letter by letter, one that `signingToken` made. */
export function readSigningToken(keys: Keys, token: string): SigningLink | null {
  const found = readToken(keyed(keys), token);
  return found && { requestId: found.campaignId, contactId: found.contactId };
}

export { organizationNumberOf };

const keyed = (keys: Keys): Keys => ({ linkKey: purposeKey(keys, 'signing-link') });
