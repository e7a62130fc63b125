import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import {
  type ConfirmationPlace,
  type FormsDeps,
  organizationNumberOf,
  readConfirmationToken,
} from './confirmation.ts';

/** What a mailed link stands for. Nothing here names the person. */
export interface Confirmation {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly keys: OrganizationKeys;
  readonly place: ConfirmationPlace;
  readonly kind: 'sign_up' | 'more';
  /** Whether it was confirmed before. */
  readonly done: boolean;
}

/** Looks, and changes nothing. Null for a link that is none of ours, or whose time is over. */
export async function locateConfirmation(
  { database, keyring, now }: FormsDeps,
  token: string,
): Promise<Confirmation | null> {
  const number = organizationNumberOf(token);
  if (number === null) return null;
  const organization = await database
    .selectFrom('organizations')
    .select(['id', 'name'])
    .where('number', '=', number)
    .executeTakeFirst();
  if (organization === undefined) return null;
  const keys = await keyring.of(organization.id);
  const place = readConfirmationToken(keys, token);
  if (place === null) return null;
  const row = await rowOf(database, organization.id, place)
    .where('expires_at', '>', now())
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    keys,
    place,
    kind: row.form_id === null ? 'more' : 'sign_up',
    done: row.confirmed_at !== null,
  };
}

export const rowOf = (
  db: Database | Tx,
  organizationId: string,
  { bucket, hash, id }: ConfirmationPlace,
) =>
  db
    .selectFrom('confirmations')
    .selectAll()
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('address_hash', '=', hash)
    .where('id', '=', id);
