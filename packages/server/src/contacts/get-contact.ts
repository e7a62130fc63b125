import { validate } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { type OpenedContact, openContacts } from './open-contacts.ts';

/** One contact, opened; null when the organization has none with this id. */
export async function getContact(
  db: Database | Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  id: string,
): Promise<OpenedContact | null> {
  if (!validate(id)) return null;
  const opened = await openContacts(db, keys, keys.organizationId, [id], definitions);
  return opened.get(id) ?? null;
}
