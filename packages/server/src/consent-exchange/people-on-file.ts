import type { ConsentEvent } from '@postern/core/consent';
import { loadConsent } from '../consent/index.ts';
import { listContacts, loadDefinitions } from '../contacts/index.ts';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

export interface PersonOnFile {
  readonly id: string;
  readonly recordNumber: string | null;
  readonly email: string | null;
  readonly events: readonly ConsentEvent[];
}

const PAGE = 200;

/** Everybody of whom anything is on record, a page at a time, so that memory stays flat. */
export async function* peopleOnFile(
  db: Database,
  keys: OrganizationKeys,
): AsyncGenerator<readonly PersonOnFile[]> {
  const definitions = await loadDefinitions(db, keys.organizationId);
  for (let cursor: string | null = null; ; ) {
    const page = await listContacts(db, keys, definitions, { limit: PAGE, cursor });
    if (page.kind === 'bad-cursor') throw new Error('A cursor of ours was not taken.');
    const ids = page.contacts.map(({ id }) => id);
    const consents = await loadConsent(db, keys, ids);
    yield page.contacts.flatMap(({ id, attributes }): PersonOnFile[] => {
      const { email, record_number: recordNumber } = attributes;
      const events = consents.get(id) ?? [];
      if (events.length === 0) return [];
      return [
        {
          id,
          recordNumber: typeof recordNumber === 'string' ? recordNumber : null,
          email: typeof email === 'string' ? email : null,
          events,
        },
      ];
    });
    cursor = page.nextCursor;
    if (cursor === null) return;
  }
}
