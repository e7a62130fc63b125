import { readEmail } from '@postern/core/contacts';
import { getContact, loadDefinitions } from '../contacts/index.ts';
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
  const contact = await getContact(database, keys, definitions, contactId);
  const { birth_date, email } = contact?.attributes ?? {};
  return {
    birthDate: typeof birth_date === 'string' && birth_date !== '' ? birth_date : null,
    hasEmail: typeof email === 'string' && readEmail(email) !== null,
  };
}
