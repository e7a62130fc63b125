import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { OrganizationKeys } from '../keys/index.ts';

/** Whom a link was made for: one campaign's message to one contact. */
export interface LinkSubject {
  readonly campaignId: string;
  readonly contactId: string;
}

const PREFIX = 4;
const NONCE = 12;
const TAG = 16;
const PLAIN = 32;
const LENGTH = PREFIX + NONCE + PLAIN + TAG;

/**
 * The opaque part of a message's links: one for each send, 86 characters of base64url. It holds the
 * organization's number, so that the server finds the key, and campaign and contact under
 * AES-256-GCM. The nonce is a keyed hash of what is sealed (a synthetic nonce, the idea of RFC
 * 5297), so the same send has the same token and a message sent again is the same message; equal
 * nonces mean equal plaintexts. Who reads it in a log learns nothing of the person.
 */
export function linkToken(
  { linkKey }: Pick<OrganizationKeys, 'linkKey'>,
  organizationNumber: number,
  { campaignId, contactId }: LinkSubject,
): string {
  const bytes = Buffer.allocUnsafe(LENGTH);
  bytes.writeUInt32BE(organizationNumber);
  const prefix = bytes.subarray(0, PREFIX);
  // where the cipher's text takes its place
  const plain = bytes.subarray(PREFIX + NONCE, PREFIX + NONCE + PLAIN);
  plain.write(campaignId.replaceAll('-', ''), 0, 'hex');
  plain.write(contactId.replaceAll('-', ''), PLAIN / 2, 'hex');
  const nonce = nonceOf(linkKey, prefix, plain);
  nonce.copy(bytes, PREFIX);
  const cipher = createCipheriv('aes-256-gcm', linkKey, nonce).setAAD(prefix);
  cipher.update(plain).copy(plain);
  cipher.final();
  cipher.getAuthTag().copy(bytes, LENGTH - TAG);
  return bytes.toString('base64url');
}

/** The number of the organization whose key may open the token; null when it is none of ours. */
export function organizationNumberOf(token: string): number | null {
  const number = decode(token)?.readUInt32BE() ?? null;
  // more than the column holds: asking for it would be an error of the database
  return number !== null && number <= 0x7fffffff ? number : null;
}

/** Whom the token was made for; null unless it is, letter by letter, one that `linkToken` made. */
export function readToken(
  { linkKey }: Pick<OrganizationKeys, 'linkKey'>,
  token: string,
): LinkSubject | null {
  const bytes = decode(token);
  if (bytes === null) return null;
  const prefix = bytes.subarray(0, PREFIX);
  const nonce = bytes.subarray(PREFIX, PREFIX + NONCE);
  const decipher = createDecipheriv('aes-256-gcm', linkKey, nonce, { authTagLength: TAG })
    .setAAD(prefix)
    .setAuthTag(bytes.subarray(-TAG));
  try {
    const plain = Buffer.concat([
      decipher.update(bytes.subarray(PREFIX + NONCE, -TAG)),
      decipher.final(),
    ]);
    if (!timingSafeEqual(nonceOf(linkKey, prefix, plain), nonce)) return null;
    return { campaignId: idOf(plain.subarray(0, 16)), contactId: idOf(plain.subarray(16)) };
  } catch {
    return null;
  }
}

/** Base64url has several spellings of the same bytes; only ours counts. */
function decode(token: string): Buffer | null {
  const bytes = Buffer.from(token, 'base64url');
  return bytes.length === LENGTH && bytes.toString('base64url') === token ? bytes : null;
}

function nonceOf(key: OrganizationKeys['linkKey'], prefix: Buffer, plain: Buffer): Buffer {
  const hash = createHmac('sha256', key).update('link-nonce\0').update(prefix).update(plain);
  return hash.digest().subarray(0, NONCE);
}

const idOf = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
