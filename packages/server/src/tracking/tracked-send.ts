import type { Communication } from '@postern/core/gate';
import { bucketOf, type Database } from '../database/index.ts';
import { organizationNumberOf, readToken } from '../delivery/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';

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
}

/**
 * Finds the send that a token was made for. Null for any token that is not, letter by letter, one of
 * ours for somebody in the audience of a launched campaign.
 */
export async function trackedSend(
  { database, keyring }: TrackingDeps,
  token: string,
): Promise<TrackedSend | null> {
  const number = organizationNumberOf(token);
  if (number === null || number > 0x7fffffff) return null;
  const organization = await database
    .selectFrom('organizations')
    .select(['id', 'name'])
    .where('number', '=', number)
    .executeTakeFirst();
  if (organization === undefined) return null;
  const keys = await keyring.of(organization.id);
  const subject = readToken(keys, token);
  if (subject === null) return null;
  const bucket = bucketOf(subject.contactId);
  const row = await database
    .selectFrom('sends')
    .innerJoin('campaigns', (join) =>
      join
        .onRef('campaigns.organization_id', '=', 'sends.organization_id')
        .onRef('campaigns.id', '=', 'sends.campaign_id'),
    )
    .innerJoin('template_versions as version', (join) =>
      join
        .onRef('version.organization_id', '=', 'campaigns.organization_id')
        .onRef('version.template_id', '=', 'campaigns.template_id')
        .onRef('version.version', '=', 'campaigns.template_version'),
    )
    .leftJoin('merged_contacts as merged', (join) =>
      join
        .onRef('merged.bucket', '=', 'sends.bucket')
        .onRef('merged.organization_id', '=', 'sends.organization_id')
        .onRef('merged.contact_id', '=', 'sends.contact_id'),
    )
    .select(['sends.settled_at', 'campaigns.communication', 'version.links', 'merged.into_id'])
    .where('sends.bucket', '=', bucket)
    .where('sends.organization_id', '=', organization.id)
    .where('sends.campaign_id', '=', subject.campaignId)
    .where('sends.contact_id', '=', subject.contactId)
    .executeTakeFirst();
  if (!row?.communication) return null;
  return {
    ...subject,
    personId: row.into_id ?? subject.contactId,
    organizationId: organization.id,
    organizationName: organization.name,
    keys,
    bucket,
    communication: row.communication as Communication,
    links: row.links as readonly string[],
    settledAt: row.settled_at,
  };
}
