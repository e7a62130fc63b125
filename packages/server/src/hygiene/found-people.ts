import type { Finding } from '@postern/core/hygiene';
import { loadDefinitions, type OpenedContact, openContacts } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

export interface FoundPeople {
  readonly people: readonly OpenedContact[];
  readonly nextCursor: string | null;
}

/** Whose address is of this kind, page by page; `cursor` is a contact's id. */
export async function foundPeople(
  db: Database | Tx,
  keys: OrganizationKeys,
  finding: Finding,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<FoundPeople> {
  const { organizationId } = keys;
  const rows = await db
    .selectFrom('address_findings')
    .select('contact_id')
    .where('organization_id', '=', organizationId)
    .where('finding', '=', finding)
    .$if(cursor !== null, (query) => query.where('contact_id', '>', cursor))
    .orderBy('contact_id')
    .limit(limit + 1)
    .execute();
  const ids = rows.slice(0, limit).map((row) => row.contact_id);
  const definitions = await loadDefinitions(db, organizationId);
  const opened = await openContacts(db, keys, organizationId, ids, definitions);
  return {
    // who was deleted since is missing
    people: ids.flatMap((id) => opened.get(id) ?? []),
    nextCursor: rows.length > limit ? (ids.at(-1) ?? null) : null,
  };
}
