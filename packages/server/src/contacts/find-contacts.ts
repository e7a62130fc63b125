import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { idsByKey, lookupKeys } from './contact-keys.ts';
import { loadDefinitions } from './definitions.ts';
import { type OpenedContact, openContacts } from './open-contacts.ts';

/** More people than this share no address; the answer stays a page. */
const MOST = 100;

/**
 * The contacts whose email, record number or phone number is exactly this text (upper and lower
 * case, and the punctuation of a phone number, do not matter), through the blind index.
 */
export async function findContacts(
  db: Database | Tx,
  keys: OrganizationKeys,
  text: string,
): Promise<readonly OpenedContact[]> {
  const plain = text.trim();
  const phone = plain.replace(/\D/g, '').length >= 7 ? { phone: plain } : {};
  const wanted = lookupKeys(keys, { email: plain, record_number: plain, ...phone });
  const [definitions, found] = await Promise.all([
    loadDefinitions(db, keys.organizationId),
    idsByKey(db, keys.organizationId, wanted),
  ]);
  const ids = new Set([...found.values()].flatMap((some) => [...some]));
  const some = [...ids].toSorted().slice(0, MOST);
  const opened = await openContacts(db, keys, keys.organizationId, some, definitions);
  return [...opened.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1));
}
