import type { OrganizationKeys } from '../keys/index.ts';

/**
 * An id that the same content always gets, so that the same file twice is there once: a UUID of
 * version 8 (RFC 9562 section 5.8) from a keyed hash, which says nothing of what is in it.
 */
export function derivedId(keys: OrganizationKeys, parts: readonly unknown[]): string {
  const bytes = keys.mac('content', `consent-exchange\0${JSON.stringify(parts)}`).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [0, 8, 12, 16, 20]
    .map((from, place, all) => hex.slice(from, all[place + 1] ?? 32))
    .join('-');
}
