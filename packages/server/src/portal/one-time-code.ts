import { randomInt } from 'node:crypto';
import type { OrganizationKeys } from '../keys/index.ts';
import { portalMac } from './portal-link.ts';

export const CODE_MINUTES = 10;

/** 8 digits, each code as likely as any other. */
export function makeCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0');
}

/**
 * How a code lies at rest: a keyed hash bound to its message. 8 digits under a plain hash would be
 * guessed in a second by who reads the table; the key is not in it.
 */
export function hashCode(keys: OrganizationKeys, messageId: string, code: string): Buffer {
  return portalMac(keys, 'code', `${messageId}\0${code}`);
}
