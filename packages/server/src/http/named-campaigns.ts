import type { FastifyRequest } from 'fastify';
import { campaignClasses } from '../campaigns/index.ts';
import { principalOf } from './authenticate.ts';
import { requirePeople, seesPeople } from './class-guard.ts';
import type { Services } from './services.ts';
import { neutralLabel } from './shown-segment.ts';

interface OfCampaign {
  readonly campaignId: string | null;
  readonly campaignName: string;
}

/**
 * Rows about people, each with its campaign's name where that is open to the viewer: that somebody
 * was in a campaign tells what it was for.
 */
export async function namedCampaigns<T extends OfCampaign>(
  { database }: Services,
  request: FastifyRequest,
  rows: readonly T[],
): Promise<T[]> {
  const viewer = principalOf(request);
  const ids = rows.flatMap(({ campaignId: id }) => (id === null ? [] : [id]));
  const classes = await campaignClasses(database, viewer.organizationId, ids);
  return rows.map((row) =>
    seesPeople(viewer, classes.get(row.campaignId ?? '') ?? null)
      ? row
      : { ...row, campaignName: neutralLabel('campaign') },
  );
}

/** Refuses a message to one person, or about one, of a campaign above the caller's class. */
export async function requireCampaign(
  { database }: Services,
  request: FastifyRequest,
  campaignId: string | null,
): Promise<void> {
  if (campaignId === null) return;
  const { organizationId } = principalOf(request);
  const classes = await campaignClasses(database, organizationId, [campaignId]);
  requirePeople(request, classes.get(campaignId) ?? null, 'This message');
}
