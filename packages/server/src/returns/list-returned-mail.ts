import { displayName } from '@postern/core/contacts';
import type { ReturnClass } from '@postern/core/returns';
import { validate } from 'uuid';
import { loadDefinitions, openContacts } from '../contacts/index.ts';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { openPlaces } from './places.ts';

/** One message that came home. */
export interface ShownReturn {
  readonly id: string;
  readonly receivedAt: Date;
  readonly class: ReturnClass;
  readonly form: string;
  readonly counts: boolean;
  readonly status: string | null;
  readonly reason: string;
  readonly remoteMta: string | null;
  readonly provider: string | null;
  readonly size: number;
  readonly acted: readonly string[];
  readonly campaignId: string | null;
  /** Null where it is about nobody that is known; the name of who was deleted since is said so. */
  readonly person: {
    readonly contactId: string;
    readonly name: string;
    readonly email: string | null;
  } | null;
}

export interface ReturnsPage {
  readonly kind: 'page';
  readonly returns: readonly ShownReturn[];
  readonly nextCursor: string | null;
}

/** What came home, newest first; `cursor` is the `nextCursor` of the page before, null at first. */
export async function listReturnedMail(
  db: Database,
  keys: OrganizationKeys,
  query: {
    readonly class: ReturnClass | null;
    readonly limit: number;
    readonly cursor: string | null;
  },
): Promise<ReturnsPage | { readonly kind: 'bad-cursor' }> {
  const { class: wanted, limit, cursor } = query;
  if (cursor !== null && !validate(cursor)) return { kind: 'bad-cursor' };
  const { organizationId } = keys;
  const rows = await db
    .selectFrom('returned_mail')
    .select(['id', 'contact_id', 'campaign_id', 'class', 'form', 'counts', 'status', 'reason'])
    .select(['places_sealed', 'size', 'acted', 'received_at'])
    .where('organization_id', '=', organizationId)
    .$if(wanted !== null, (found) => found.where('class', '=', wanted ?? 'unknown'))
    .$if(cursor !== null, (found) => found.where('id', '<', cursor))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const definitions = await loadDefinitions(db, organizationId);
  const ids = [...new Set(shown.flatMap(({ contact_id }) => contact_id ?? []))];
  const opened = await openContacts(db, keys, organizationId, ids, definitions);
  const personOf = (contactId: string) => {
    const attributes = opened.get(contactId)?.attributes;
    const email = attributes?.['email'];
    return {
      contactId,
      name: attributes ? displayName(attributes) : 'No longer on file',
      email: typeof email === 'string' ? email : null,
    };
  };
  return {
    kind: 'page',
    returns: shown.map(({ contact_id, campaign_id, places_sealed, received_at, ...row }) => ({
      ...row,
      receivedAt: received_at,
      ...openPlaces(keys, row.id, places_sealed),
      campaignId: campaign_id,
      person: contact_id === null ? null : personOf(contact_id),
    })),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}
