import type { Communication } from '@postern/core/gate';
import { sql } from 'kysely';
import { bucketOf, type Database, list, type Tx } from '../database/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';
import { type Linked, readLink } from './read-link.ts';

export interface TrackingDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** The message that a link came with. */
export interface TrackedSend {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly keys: OrganizationKeys;
  readonly campaignId: string;
  readonly contactId: string;
  /** Under which the person is on file now: another one where records were merged. */
  readonly personId: string;
  readonly bucket: number;
  readonly communication: Pick<Communication, 'commercial' | 'category'>;
  readonly links: readonly string[];
  /** When the other side took it; null while that is not known. */
  readonly settledAt: Date | null;
  /** Nobody answered when it was handed over. */
  readonly uncertain: boolean;
}

/**
 * Finds the send that a token was made for. Null for any token that is not, letter by letter, one of
 * ours for somebody in the audience of a launched campaign.
 */
export async function trackedSend(deps: TrackingDeps, token: string): Promise<TrackedSend | null> {
  const linked = await readLink(deps, token);
  if (linked === null) return null;
  return (await trackedSends(deps.database, linked.keys, [linked]))[0] ?? null;
}

/** The same of several links of one organization, in their order; `prepared` where plans go by key. */
export async function trackedSends(
  db: Database | Tx,
  keys: OrganizationKeys,
  linked: readonly Linked[],
  { prepared = false } = {},
): Promise<readonly (TrackedSend | null)[]> {
  const { organizationId } = keys;
  const { rows } = await sql<Found>`${sql.raw(prepared ? '/* prepared: tracked_sends */' : '')}
    select wanted.place::integer, found.*
    from unnest(
        ${list(
          'smallint',
          linked.map(({ contactId }) => bucketOf(contactId)),
        )},
        ${list(
          'uuid',
          linked.map(({ campaignId }) => campaignId),
        )},
        ${list(
          'uuid',
          linked.map(({ contactId }) => contactId),
        )}
      ) with ordinality as wanted (bucket, campaign_id, contact_id, place),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select organizations.name, sends.settled_at, sends.state = 'uncertain' as uncertain,
        campaigns.communication, version.links, merged.into_id
      from sends
      join organizations on organizations.id = sends.organization_id
      join campaigns on campaigns.organization_id = sends.organization_id
        and campaigns.id = sends.campaign_id
      join template_versions version on version.organization_id = campaigns.organization_id
        and version.template_id = campaigns.template_id
        and version.version = campaigns.template_version
      left join merged_contacts merged on merged.bucket = sends.bucket
        and merged.organization_id = sends.organization_id and merged.contact_id = sends.contact_id
      where sends.bucket = wanted.bucket and sends.organization_id = ${organizationId}
        and sends.campaign_id = wanted.campaign_id and sends.contact_id = wanted.contact_id
        and campaigns.communication is not null
      offset 0
    ) found`.execute(db);
  const found = new Map(rows.map((row) => [row.place - 1, row]));
  return linked.map(({ campaignId, contactId }, place) => {
    const row = found.get(place);
    if (row === undefined) return null;
    return {
      organizationId,
      organizationName: row.name,
      keys,
      campaignId,
      contactId,
      personId: row.into_id ?? contactId,
      bucket: bucketOf(contactId),
      communication: row.communication,
      links: row.links,
      settledAt: row.settled_at,
      uncertain: row.uncertain,
    };
  });
}

interface Found {
  readonly place: number;
  readonly name: string;
  readonly settled_at: Date | null;
  readonly uncertain: boolean;
  readonly communication: Communication;
  readonly links: readonly string[];
  readonly into_id: string | null;
}
