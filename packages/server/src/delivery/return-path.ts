import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { OrganizationKeys } from '../keys/index.ts';
import { base32, fromBase32 } from './base32.ts';

/** One campaign's message to one contact; the campaign by its number, since two ids do not fit. */
export interface ReturnSubject {
  /** `campaigns.number`. */
  readonly campaignNumber: number;
  readonly contactId: string;
}

type Keys = Pick<OrganizationKeys, 'returnKeys'>;

const NUMBER = 4;
const TAG = 12;
const BODY = 20;
const PATH = /^b-([a-z2-7]{58})$/i;
const FEEDBACK = /^f-([a-z2-7]{26})$/i;
const COUNTER = Buffer.alloc(4);

/**
 * The envelope's sender (VERP): a bounce that comes to it says by its address whom it is about. The
 * local part has 60 octets of the 64 that RFC 5321 section 4.5.3.1.1 allows, letters and digits that
 * may be case-folded: the organization's number, so that the key is found, and campaign and contact
 * under AES-256-CTR, whose nonce is a keyed hash of both (the idea of RFC 5297, SIV). The hash is the
 * signature too: who has no such address cannot make one, so nobody's address can be suppressed by
 * a forged bounce, and who reads one learns nothing of the person. The same send has the same one.
 */
export function returnPath(
  { returnKeys }: Keys,
  organizationNumber: number,
  { campaignNumber, contactId }: ReturnSubject,
  domain: string,
): string {
  const bytes = Buffer.allocUnsafe(NUMBER + TAG + BODY);
  bytes.writeUInt32BE(organizationNumber);
  // where the cipher's text takes its place
  const plain = bytes.subarray(NUMBER + TAG);
  plain.writeUInt32BE(campaignNumber);
  plain.write(contactId.replaceAll('-', ''), NUMBER, 'hex');
  const tag = tagOf(returnKeys, bytes.subarray(0, NUMBER), plain);
  tag.copy(bytes, NUMBER);
  const nonce = Buffer.concat([tag, COUNTER]);
  createCipheriv('aes-256-ctr', returnKeys.cipher, nonce).update(plain).copy(plain);
  return `b-${base32(bytes)}@${domain}`;
}

/** What the address was made for; null unless it is, but for its case, one that `returnPath` made. */
export function readReturnPath({ returnKeys }: Keys, address: string): ReturnSubject | null {
  const bytes = decode(PATH, address);
  if (bytes === null) return null;
  const head = bytes.subarray(0, NUMBER);
  const tag = bytes.subarray(NUMBER, NUMBER + TAG);
  const nonce = Buffer.concat([tag, COUNTER]);
  const plain = createDecipheriv('aes-256-ctr', returnKeys.cipher, nonce).update(
    bytes.subarray(NUMBER + TAG),
  );
  if (!timingSafeEqual(tagOf(returnKeys, head, plain), tag)) return null;
  return { campaignNumber: plain.readUInt32BE(), contactId: idOf(plain.subarray(4)) };
}

/**
 * The address that an organization gives to the feedback loops of the large providers. It is not to
 * be guessed; what comes to it names its message by one of our own tokens within.
 */
export function feedbackAddress(
  { returnKeys }: Keys,
  organizationNumber: number,
  domain: string,
): string {
  const head = Buffer.alloc(NUMBER);
  head.writeUInt32BE(organizationNumber);
  return `f-${base32(Buffer.concat([head, feedbackTag(returnKeys, head)]))}@${domain}`;
}

export function isFeedbackAddress({ returnKeys }: Keys, address: string): boolean {
  const bytes = decode(FEEDBACK, address);
  if (bytes === null) return false;
  const head = bytes.subarray(0, NUMBER);
  return timingSafeEqual(feedbackTag(returnKeys, head), bytes.subarray(NUMBER));
}

/** The number of the organization whose keys may read the address; null when it is none of ours. */
export function organizationNumberOfAddress(address: string): number | null {
  return (decode(PATH, address) ?? decode(FEEDBACK, address))?.readUInt32BE() ?? null;
}

function decode(form: RegExp, address: string): Buffer | null {
  const at = address.lastIndexOf('@');
  const text = form.exec(at === -1 ? address : address.slice(0, at))?.[1];
  return text === undefined ? null : fromBase32(text);
}

function tagOf({ mac }: OrganizationKeys['returnKeys'], head: Buffer, plain: Buffer): Buffer {
  const hash = createHmac('sha256', mac).update('path\0').update(head).update(plain);
  return hash.digest().subarray(0, TAG);
}

function feedbackTag({ mac }: OrganizationKeys['returnKeys'], head: Buffer): Buffer {
  return createHmac('sha256', mac).update('feedback\0').update(head).digest().subarray(0, TAG);
}

const idOf = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
