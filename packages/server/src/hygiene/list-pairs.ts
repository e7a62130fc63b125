import type { Reason, Surety } from '@postern/core/hygiene';
import { sql } from 'kysely';
import { validate } from 'uuid';
import { loadDefinitions, type OpenedContact, openContacts } from '../contacts/index.ts';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** Two records that may be one person, about which nobody has decided. */
export interface DuplicatePair {
  readonly one: OpenedContact;
  readonly other: OpenedContact;
  readonly reasons: readonly Reason[];
  readonly surety: Surety;
}

export interface PairsPage {
  readonly kind: 'page';
  readonly pairs: readonly DuplicatePair[];
  readonly nextCursor: string | null;
}

/** The surest come first. */
const rank = sql<number>`array_position(array['sure', 'likely', 'possible'], surety)`;

/** Those of one surety (all), page by page. `cursor` is the `nextCursor` of the page before. */
export async function listPairs(
  db: Database,
  keys: OrganizationKeys,
  {
    surety,
    limit,
    cursor,
  }: { readonly surety: Surety | null; readonly limit: number; readonly cursor: string | null },
): Promise<PairsPage | { readonly kind: 'bad-cursor' }> {
  const { organizationId } = keys;
  const [place = '', one, other] = cursor?.split(' ') ?? [];
  if (cursor !== null && !(/^[123]$/.test(place) && validate(one) && validate(other))) {
    return { kind: 'bad-cursor' };
  }
  const rows = await db
    .selectFrom('duplicate_pairs')
    .select(['contact_id', 'other_id', 'reasons', 'surety', rank.as('rank')])
    .where('organization_id', '=', organizationId)
    .where('apart_at', 'is', null)
    .$if(surety !== null, (query) => query.where('surety', '=', surety ?? 'sure'))
    .$if(cursor !== null, (query) =>
      query.where(
        sql<boolean>`(${rank}, contact_id, other_id) > (${Number(place)}::int, ${one}::uuid, ${other}::uuid)`,
      ),
    )
    .orderBy(rank)
    .orderBy('contact_id')
    .orderBy('other_id')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const ids = [...new Set(shown.flatMap((row) => [row.contact_id, row.other_id]))];
  const definitions = await loadDefinitions(db, organizationId);
  const opened = await openContacts(db, keys, organizationId, ids, definitions);
  const last = shown.at(-1);
  return {
    kind: 'page',
    pairs: shown.flatMap((row) => {
      const [first, second] = [opened.get(row.contact_id), opened.get(row.other_id)];
      // one of them was deleted since
      if (!first || !second) return [];
      return [{ one: first, other: second, reasons: row.reasons as Reason[], surety: row.surety }];
    }),
    nextCursor:
      rows.length > limit && last ? `${last.rank} ${last.contact_id} ${last.other_id}` : null,
  };
}
