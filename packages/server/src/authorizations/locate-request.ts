import type { AuthorizationForm } from '@postern/core/authorizations';
import type { Database } from '../database/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';
import { type PortalSettings, portalSettings } from '../organizations/index.ts';
import { formVersion } from './form-version.ts';
import { organizationNumberOf, readSigningToken } from './signing-link.ts';
import { type RequestRow, type RequestState, requestAt, requestState } from './signing-request.ts';

/** What the public side of signing stands on. */
export interface SigningDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** What a link to sign leads to. */
export interface LocatedRequest {
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly postalAddress: string;
    /** An IANA name. */
    readonly timeZone: string;
    readonly settings: PortalSettings;
  };
  readonly keys: OrganizationKeys;
  readonly row: RequestRow;
  readonly state: RequestState;
  /** The version that was asked for, whatever was published since. */
  readonly form: AuthorizationForm;
}

/** Null unless the token is, letter by letter, one that was made here for a request that is on file. */
export async function locateRequest(
  { database, keyring, now }: SigningDeps,
  token: string,
): Promise<LocatedRequest | null> {
  const number = organizationNumberOf(token);
  if (number === null) return null;
  const organization = await database
    .selectFrom('organizations')
    .select(['id', 'name', 'postal_address', 'portal', 'time_zone'])
    .where('number', '=', number)
    .executeTakeFirst();
  if (organization === undefined) return null;
  const keys = await keyring.of(organization.id);
  const link = readSigningToken(keys, token);
  if (link === null) return null;
  const place = {
    organizationId: organization.id,
    contactId: link.contactId,
    id: link.requestId,
  };
  const row = await requestAt(database, place).selectAll().executeTakeFirst();
  const form = row && (await formVersion(database, organization.id, row.form_id, row.form_version));
  if (!row || !form) return null;
  return {
    organization: {
      id: organization.id,
      name: organization.name,
      postalAddress: organization.postal_address,
      timeZone: organization.time_zone,
      settings: portalSettings(organization),
    },
    keys,
    row,
    state: requestState(row, now()),
    form: form.content,
  };
}

export const placeOf = (row: RequestRow) => ({
  organizationId: row.organization_id,
  contactId: row.contact_id,
  id: row.id,
});
