import type { OrganizationKeys } from '../keys/index.ts';
import { type LinkSubject, linkToken } from './link-token.ts';

/** The addresses that one message carries; all lead to the product's own server. */
export interface MessageLinks {
  readonly link: (place: number) => string;
  readonly open: string;
  readonly unsubscribe: string;
  readonly preferences: string;
}

/** `publicUrl` has no slash at its end. */
export function messageLinks(
  publicUrl: string,
  keys: Pick<OrganizationKeys, 'linkKey'>,
  organizationNumber: number,
  subject: LinkSubject,
): MessageLinks {
  const token = linkToken(keys, organizationNumber, subject);
  return {
    link: (place) => `${publicUrl}/c/${token}/${place}`,
    open: `${publicUrl}/o/${token}`,
    unsubscribe: `${publicUrl}/u/${token}`,
    preferences: `${publicUrl}/p/${token}`,
  };
}
