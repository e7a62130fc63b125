import { displayName } from '@postern/core/contacts';
import { loadDefinitions, openContacts } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { HowItWent } from './how-it-went.ts';

/** One of the people behind a figure. Times are RFC 3339 UTC. */
export interface PersonInCampaign {
  readonly contactId: string;
  readonly name: string;
  readonly email: string | null;
  /** The state or the verdict that they are in. */
  readonly state: string;
  readonly code: string | null;
  readonly reason: string;
  readonly citations: readonly string[];
  readonly at: string | null;
  /** Protocol and cipher of the delivery; null when nothing was delivered. */
  readonly tls: string | null;
  /** Null in a review, and where nothing was tried. */
  readonly delivery: HowItWent | null;
}

export interface PeoplePage {
  readonly kind: 'page';
  readonly people: readonly PersonInCampaign[];
  /** Where the next page begins; null on the last. */
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  /** The `nextCursor` of the page before, null at first. */
  readonly cursor: string | null;
}

/** Names the people of one page: nobody else is opened. Who was deleted since stays counted. */
export async function named(
  db: Database | Tx,
  keys: OrganizationKeys,
  rows: readonly Omit<PersonInCampaign, 'name' | 'email'>[],
): Promise<readonly PersonInCampaign[]> {
  const { organizationId } = keys;
  const definitions = await loadDefinitions(db, organizationId);
  const ids = rows.map(({ contactId }) => contactId);
  const opened = await openContacts(db, keys, organizationId, ids, definitions);
  return rows.map((row) => {
    const attributes = opened.get(row.contactId)?.attributes;
    const email = attributes?.email;
    return {
      ...row,
      name: attributes ? displayName(attributes) : 'No longer on file',
      email: typeof email === 'string' ? email : null,
    };
  });
}
