import { readEmail } from '@postern/core/contacts';
import { getContact, loadDefinitions, survivorOf } from '../contacts/index.ts';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** By what a person can show who they are. */
export interface OnFile {
  /** 'YYYY-MM-DD'. */
  readonly birthDate: string | null;
  readonly hasEmail: boolean;
}

export async function whatIsOnFile(
  database: Database,
  keys: OrganizationKeys,
  contactId: string,
): Promise<OnFile> {
  const definitions = await loadDefinitions(database, keys.organizationId);
  // what waits under the id of a merged record is read by the person as they are on file now
  const id = await survivorOf(database, keys.organizationId, contactId);
  const contact = await getContact(database, keys, definitions, id);
  const { birth_date, email } = contact?.attributes ?? {};
  return {
    birthDate: typeof birth_date === 'string' && birth_date !== '' ? birth_date : null,
    hasEmail: typeof email === 'string' && readEmail(email) !== null,
  };
}
