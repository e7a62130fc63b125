import { copyInPieces, type Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NewKeys } from '../new-keys.ts';
import { takePlaces } from '../pages/index.ts';
import { CONTACT_COLUMNS } from './contact-rows.ts';
import { KEY_COLUMNS } from './key-rows.ts';
import type { Newcomers } from './newcomers.ts';

/**
 * Puts newcomers on file, as `writeContacts` would. The caller holds the lock of the organization's
 * contacts and has seen that they are new. Answers who has got an address or a record number.
 */
export async function writeNewcomers(
  tx: Tx,
  keys: OrganizationKeys,
  people: Newcomers,
): Promise<readonly NewKeys[]> {
  if (people.count === 0) return [];
  const places = await takePlaces(tx, keys.organizationId, people.buckets);
  for (let index = 0; index < places.length; index++) {
    people.rows.place(index, places[index] ?? 0);
  }
  await copyInPieces(tx, 'contacts', CONTACT_COLUMNS, people.rows.pieces());
  const keyRows = people.keyRows.pieces(keys.organizationId, (owner) => people.idOf(owner));
  await copyInPieces(tx, 'contact_keys', KEY_COLUMNS, keyRows);
  await people.values.write(tx, people, places);
  return people.newKeys();
}
