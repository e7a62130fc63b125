import { timingSafeEqual } from 'node:crypto';
import type { OrganizationKeys } from '../keys/index.ts';

/**
 * An address's keyed hash as it stands in an exported list. With it goes a check under the same key,
 * so that a token of another organization is refused in place of never matching anybody.
 */
export function tokenText(keys: OrganizationKeys, token: Buffer): string {
  const hex = token.toString('hex');
  return `${hex}.${check(keys, hex).toString('hex')}`;
}

/** Null where the token was not made under this organization's key. */
export function openToken(keys: OrganizationKeys, text: string): Buffer | null {
  const [hex = '', mark = ''] = text.split('.');
  const found = Buffer.from(mark, 'hex');
  const wanted = check(keys, hex);
  const ours = found.length === wanted.length && timingSafeEqual(found, wanted);
  return ours ? Buffer.from(hex, 'hex') : null;
}

const check = (keys: OrganizationKeys, hex: string) =>
  keys.mac('content', `suppression-token\0${hex}`).subarray(0, 8);
