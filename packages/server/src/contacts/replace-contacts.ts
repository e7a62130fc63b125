import type { Attributes } from '@postern/core/values';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { openAll } from './open-contacts.ts';
import { writeContacts } from './write-contacts.ts';
import { lockContacts } from './writer-lock.ts';

/** Gives contacts that are on file these attributes in place of all that was known of them. */
export async function replaceContacts(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  contacts: readonly { readonly id: string; readonly attributes: Attributes }[],
  now: Date,
): Promise<void> {
  await lockContacts(tx, keys.organizationId);
  const ids = contacts.map(({ id }) => id);
  const stored = await openAll(tx, keys, keys.organizationId, ids);
  const known = contacts.flatMap((contact) => {
    const before = stored.get(contact.id);
    return before === undefined ? [] : [{ ...contact, before }];
  });
  await writeContacts(tx, keys, definitions, known, now);
}
