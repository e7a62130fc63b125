import type { OrganizationKeys } from '../keys/index.ts';

/** Half of HMAC-SHA-256's output, the least that RFC 2104, section 5, advises. */
export const MAC_BYTES = 16;

/** An entry's own keyed hash: of its text without a number as it is appended, with it once sealed. */
export function entryMac(keys: OrganizationKeys, text: Uint8Array | string): Buffer {
  return keys.mac('audit', text).subarray(0, MAC_BYTES);
}
