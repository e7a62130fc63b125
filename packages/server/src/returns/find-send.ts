import type { Traces } from '@postern/core/returns';
import { bucketOf, type Tx } from '../database/index.ts';
import { type ReturnSubject, readReturnPath, readToken } from '../delivery/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** The message that came home: held until the transaction ends, so that two reports wait here. */
export interface ReturnedSend {
  readonly bucket: number;
  readonly contactId: string;
  readonly campaignId: string;
  /** What the gate was asked about; null on a campaign that was never launched. */
  readonly communication: unknown;
  /** When the other side took it, or when nobody knew any more. */
  readonly settledAt: Date | null;
}

/**
 * Finds the send that a report is about: by the return path to which it came, else by our own tokens
 * within. All of them are read with the organization's keys first; null when none names a message
 * that is in an audience.
 */
export async function findSend(
  tx: Tx,
  keys: OrganizationKeys,
  subject: ReturnSubject | null,
  traces: Traces,
): Promise<ReturnedSend | null> {
  const subjects = [
    ...(subject === null ? [] : [subject]),
    ...(subject === null ? traces.paths : []).flatMap((path) => readReturnPath(keys, path) ?? []),
  ].map(({ campaignNumber, contactId }) => ({
    contactId,
    campaign: { column: 'campaigns.number' as const, is: campaignNumber },
  }));
  const linked = (subject === null ? traces.tokens : [])
    .flatMap((token) => readToken(keys, token) ?? [])
    .map(({ campaignId, contactId }) => ({
      contactId,
      campaign: { column: 'campaigns.id' as const, is: campaignId },
    }));
  for (const { contactId, campaign } of [...subjects, ...linked]) {
    const bucket = bucketOf(contactId);
    const row = await tx
      .selectFrom('sends')
      .innerJoin('campaigns', (join) =>
        join
          .onRef('campaigns.organization_id', '=', 'sends.organization_id')
          .onRef('campaigns.id', '=', 'sends.campaign_id'),
      )
      .select(['sends.campaign_id', 'sends.settled_at', 'campaigns.communication'])
      .where('sends.bucket', '=', bucket)
      .where('sends.organization_id', '=', keys.organizationId)
      .where('sends.contact_id', '=', contactId)
      .where(campaign.column, '=', campaign.is)
      .forUpdate('sends')
      .executeTakeFirst();
    if (row === undefined) continue;
    const { campaign_id: campaignId, settled_at: settledAt, communication } = row;
    return { bucket, contactId, campaignId, communication, settledAt };
  }
  return null;
}
