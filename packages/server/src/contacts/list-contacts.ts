import { validate } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { type OpenedContact, openContacts } from './open-contacts.ts';

export interface ContactsPage {
  readonly kind: 'page';
  readonly contacts: readonly OpenedContact[];
  /** Where the next page begins; null on the last. */
  readonly nextCursor: string | null;
}

/**
 * Contacts, newest first, opened. A contact that is added meanwhile moves nobody from one page to
 * another. `cursor` is the `nextCursor` of the page before, null at first.
 */
export async function listContacts(
  db: Database | Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<ContactsPage | { readonly kind: 'bad-cursor' }> {
  if (cursor !== null && !validate(cursor)) return { kind: 'bad-cursor' };
  const organizationId = keys.organizationId;
  const rows = await db
    .selectFrom('contacts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .$if(cursor !== null, (query) => query.where('id', '<', cursor))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const ids = rows.slice(0, limit).map((row) => row.id);
  const opened = await openContacts(db, keys, organizationId, ids, definitions);
  return {
    kind: 'page',
    contacts: ids.flatMap((id) => opened.get(id) ?? []),
    nextCursor: rows.length > limit ? (ids.at(-1) ?? null) : null,
  };
}

export async function countContacts(db: Database | Tx, organizationId: string): Promise<number> {
  const { count } = await db
    .selectFrom('contacts')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return count;
}
