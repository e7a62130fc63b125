import { sql } from 'kysely';
import { validate } from 'uuid';
import { BUCKETS, type Database, type Tx } from '../database/index.ts';
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
  const rows = await newest(db, organizationId, { limit: limit + 1, cursor });
  const ids = rows.slice(0, limit).map((row) => row.id);
  const opened = await openContacts(db, keys, organizationId, ids, definitions);
  return {
    kind: 'page',
    contacts: ids.flatMap((id) => opened.get(id) ?? []),
    nextCursor: rows.length > limit ? (ids.at(-1) ?? null) : null,
  };
}

/** So many fewer than all are at first looked for in a bucket: chance spreads people evenly. */
const SHARE = 32;
const SOME = 4;

/**
 * Merged out of all buckets, from each a few: an index across them would cost each import more than this
 * costs a list (4 ms of a million). More of each when a bucket may have held some back.
 */
async function newest(
  db: Database | Tx,
  organizationId: string,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<readonly { readonly id: string }[]> {
  const look = async (each: number) => {
    const { rows } = await sql<{ readonly id: string; readonly last: boolean }>`
      select one.id, one.place = ${each}::integer as last
      from generate_series(0, ${BUCKETS - 1}::integer) as among (bucket),
      lateral (
        select id, row_number() over (order by id desc) as place
        from contacts
        where bucket = among.bucket and organization_id = ${organizationId}
          and id < ${cursor ?? BEHIND_ALL}::uuid
        order by id desc limit ${each}::integer
      ) one
      order by one.id desc limit ${limit}::integer`.execute(db);
    return rows;
  };
  const rows = await look(SOME + Math.ceil(limit / SHARE));
  return rows.some(({ last }) => last) ? look(limit + 1) : rows;
}

/** No UUID is higher (RFC 9562 section 5.10), and nobody has this one. */
const BEHIND_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export async function countContacts(db: Database | Tx, organizationId: string): Promise<number> {
  const { count } = await db
    .selectFrom('contacts')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return count;
}
