import { NIL } from 'uuid';
import { survivorOf } from '../contacts/index.ts';
import { bucketOf, type Database } from '../database/index.ts';
import { organizationNumberOf, readToken } from '../delivery/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';

export interface PreferencesDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** Who chooses, and of whom. Nothing here names the person. */
export interface Chooser {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly postalAddress: string;
  readonly keys: OrganizationKeys;
  readonly contactId: string;
  /** Null for a link that came with no campaign. */
  readonly campaignId: string | null;
}

/**
 * Whom a link's token was made for. It holds as long as the person is on file: longer than the 30
 * days of 16 CFR 316.5, and whatever became of the message. Null for any that is not, letter by
 * letter, one of ours.
 */
export async function whoseLink(
  { database, keyring }: PreferencesDeps,
  token: string,
): Promise<Chooser | null> {
  const number = organizationNumberOf(token);
  if (number === null) return null;
  const organization = await database
    .selectFrom('organizations')
    .select(['id', 'name', 'postal_address'])
    .where('number', '=', number)
    .executeTakeFirst();
  if (organization === undefined) return null;
  const keys = await keyring.of(organization.id);
  const subject = readToken(keys, token);
  if (subject === null) return null;
  // the link in an old mail opens what the person has now
  const contactId = await survivorOf(database, organization.id, subject.contactId);
  const onFile = await database
    .selectFrom('contacts')
    .select('id')
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organization.id)
    .where('id', '=', contactId)
    .executeTakeFirst();
  if (onFile === undefined) return null;
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    postalAddress: organization.postal_address,
    keys,
    contactId,
    campaignId: subject.campaignId === NIL ? null : subject.campaignId,
  };
}
