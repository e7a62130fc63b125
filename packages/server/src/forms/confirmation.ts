import type { ConsentFact } from '@postern/core/consent';
import type { Attributes } from '@postern/core/values';
import { normaliseText } from '@postern/core/values';
import { bucketOf, type Database } from '../database/index.ts';
import { linkToken, organizationNumberOf, readToken } from '../delivery/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';
import { purposeKey } from '../portal/index.ts';

export interface FormsDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** Where a form came from: what shows that it was they. */
export interface Origin {
  readonly address: string;
  readonly browser: string;
}

/** What waits to be confirmed. It is kept sealed, and for three days at most. */
export type Waiting =
  | {
      readonly kind: 'sign_up';
      readonly formId: string;
      readonly email: string;
      readonly said: Attributes;
      readonly topicIds: readonly string[];
      readonly asked: AskedBy;
    }
  /** Somebody on file, by the link of a message, which others may have as well. */
  | {
      readonly kind: 'more';
      readonly contactId: string;
      readonly facts: readonly ConsentFact[];
      readonly asked: AskedBy;
    };

/** `at`: RFC 3339. */
type AskedBy = Origin & { readonly at: string };

export const DAYS = 3;
/** Mails to one address, or one person, in a day: nobody is flooded by strangers. */
export const MOST_MAILS = 3;

const HASH_BYTES = 16;

/** The keyed hash under which it waits: of the address, or of who is on file. */
export function hashOf(keys: OrganizationKeys, waiting: Waiting): Buffer {
  const who =
    waiting.kind === 'sign_up'
      ? `address\0${normaliseText(waiting.email)}`
      : `contact\0${waiting.contactId}`;
  return keys.mac('content', `confirmations.${who}`).subarray(0, HASH_BYTES);
}

const contextOf = (id: string) => `confirmations:${id}`;

export const sealWaiting = (keys: OrganizationKeys, id: string, waiting: Waiting) =>
  keys.sealJson(waiting, contextOf(id));

/** Throws `SealBroken` when it was altered, or is another row's. */
export const openWaiting = (keys: OrganizationKeys, id: string, sealed: Buffer) =>
  keys.openJson(sealed, contextOf(id)) as Waiting;

/** Which row a link stands for. */
export interface ConfirmationPlace {
  readonly bucket: number;
  readonly hash: Buffer;
  readonly id: string;
}

type Keys = Pick<OrganizationKeys, 'linkKey'>;
const keyed = (keys: Keys): Keys => ({ linkKey: purposeKey(keys, 'confirmation') });

/** The opaque part of the link that is mailed; made as those of messages are, with a key of its own. */
export function confirmationToken(
  keys: Keys,
  organizationNumber: number,
  { hash, id }: Pick<ConfirmationPlace, 'hash' | 'id'>,
): string {
  const contactId = hash.toString('hex');
  return linkToken(keyed(keys), organizationNumber, { campaignId: id, contactId });
}

/** Null unless it is, letter by letter, one that `confirmationToken` made. */
export function readConfirmationToken(keys: Keys, token: string): ConfirmationPlace | null {
  const found = readToken(keyed(keys), token);
  if (found === null) return null;
  const hash = Buffer.from(found.contactId.replaceAll('-', ''), 'hex');
  return { id: found.campaignId, hash, bucket: bucketOf(hash) };
}

export { organizationNumberOf };
