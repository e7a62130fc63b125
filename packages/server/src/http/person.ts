import { displayName } from '@postern/core/contacts';
import type { OpenedContact } from '../contacts/index.ts';

/** One row of a list of people, for those who may see people. */
export function personOf({ id, attributes, updatedAt }: OpenedContact) {
  const { email, record_number } = attributes;
  return {
    id,
    name: displayName(attributes),
    email: typeof email === 'string' ? email : null,
    recordNumber: typeof record_number === 'string' ? record_number : null,
    updatedAt: updatedAt.toISOString(),
  };
}
