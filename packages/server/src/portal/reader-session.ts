import { timingSafeEqual } from 'node:crypto';
import type { OrganizationKeys } from '../keys/index.ts';
import { type PortalLink, portalMac } from './portal-link.ts';

export const SESSION_MINUTES = 15;

/** What the cookie holds for who has identified themself: since when, under a keyed hash. */
export function makeReaderSession(keys: OrganizationKeys, link: PortalLink, now: Date): string {
  const since = now.getTime();
  return `${since}.${macOf(keys, link, since)}`;
}

/** Since when; null unless it was made for this very link, and no longer than 15 minutes ago. */
export function readReaderSession(
  keys: OrganizationKeys,
  link: PortalLink,
  session: string | undefined,
  now: Date,
): Date | null {
  const [, digits, mac] = /^(\d{1,15})\.([\w-]{43})$/.exec(session ?? '') ?? [];
  if (digits === undefined || mac === undefined) return null;
  const since = Number(digits);
  const expected = Buffer.from(macOf(keys, link, since));
  if (!timingSafeEqual(expected, Buffer.from(mac))) return null;
  const age = now.getTime() - since;
  return age >= 0 && age <= SESSION_MINUTES * 60_000 ? new Date(since) : null;
}

function macOf(keys: OrganizationKeys, { linkId, contactId }: PortalLink, since: number): string {
  return portalMac(keys, 'session', `${linkId}\0${contactId}\0${since}`).toString('base64url');
}
