import type { Selectable } from 'kysely';
import { bucketOf, type Database, type Tables } from '../database/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';
import { type PortalSettings, portalSettings } from '../organizations/index.ts';
import { messageState } from './message-state.ts';
import { organizationNumberOf, type PortalLink, readPortalToken } from './portal-link.ts';

/** What the portal's public side stands on. */
export interface PortalDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

export type MessageRow = Selectable<Tables['portal_messages']>;

/** Whose link it is, as the link proves; of the message itself only when it can be opened. */
export interface Located {
  readonly organizationId: string;
  readonly postalAddress: string;
  readonly settings: PortalSettings;
  readonly keys: OrganizationKeys;
  /** Null: unknown, withdrawn, expired or replaced by a newer link. Nobody is told which. */
  readonly found: { readonly link: PortalLink; readonly row: MessageRow } | null;
}

/**
 * Null unless the token is, letter by letter, one that was made here. The organization's number alone
 * tells nothing: who counts it up would learn who sends from this server, and from which address.
 */
export async function locateMessage(
  { database, keyring, now }: PortalDeps,
  token: string,
): Promise<Located | null> {
  const number = organizationNumberOf(token);
  if (number === null) return null;
  const organization = await database
    .selectFrom('organizations')
    .select(['id', 'postal_address', 'portal'])
    .where('number', '=', number)
    .executeTakeFirst();
  if (organization === undefined) return null;
  const keys = await keyring.of(organization.id);
  const link = readPortalToken(keys, token);
  if (link === null) return null;
  const row = await messageOf(database, organization.id, link);
  const open = row && !['withdrawn', 'expired'].includes(messageState(row, now()));
  return {
    organizationId: organization.id,
    postalAddress: organization.postal_address,
    settings: portalSettings(organization),
    keys,
    found: open ? { link, row } : null,
  };
}

async function messageOf(
  database: Database,
  organizationId: string,
  { contactId, linkId }: PortalLink,
): Promise<MessageRow | null> {
  const row = await database
    .selectFrom('portal_messages')
    .selectAll()
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('link_id', '=', linkId)
    .executeTakeFirst();
  return row ?? null;
}
