import type { OrganizationKeys } from '../keys/index.ts';

/** Where a message that came home comes from. */
export interface Places {
  /** The host that said it, where one is named. */
  readonly remoteMta: string | null;
  /** Who keeps the mailbox; null where nobody is known. */
  readonly provider: string | null;
}

const NOWHERE: Places = { remoteMta: null, provider: null };

/**
 * Sealed, bound to the row: it stands beside a contact's id, and a domain of one's own is as good as
 * a name (45 CFR 164.514(b)(2)(i)(A), (F), (O)). Null where there is nothing to seal.
 */
export function sealPlaces(
  keys: OrganizationKeys,
  id: string,
  { remoteMta, provider }: Places,
): Buffer | null {
  if (remoteMta === null && provider === null) return null;
  return keys.sealJson({ remoteMta, provider }, contextOf(id));
}

export function openPlaces(keys: OrganizationKeys, id: string, sealed: Buffer | null): Places {
  return sealed === null ? NOWHERE : placesIn(keys.openJson(sealed, contextOf(id)));
}

/** What of it is there. */
export function placesIn(value: unknown): Places {
  if (typeof value !== 'object' || value === null) return NOWHERE;
  const remoteMta = 'remoteMta' in value ? value.remoteMta : null;
  const provider = 'provider' in value ? value.provider : null;
  return {
    remoteMta: typeof remoteMta === 'string' ? remoteMta : null,
    provider: typeof provider === 'string' ? provider : null,
  };
}

const contextOf = (id: string) => `returned_mail.places:${id}`;
