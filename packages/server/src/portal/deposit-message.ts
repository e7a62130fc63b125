import { v7 } from 'uuid';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { portalSettings } from '../organizations/index.ts';
import { type MessageContent, sealMessage } from './message-content.ts';
import { portalToken } from './portal-link.ts';

export interface Deposit {
  readonly organizationId: string;
  readonly campaignId: string;
  readonly contactId: string;
  readonly rendered: MessageContent;
  readonly now: Date;
  /** How long the link works; missing: as the organization's settings say. */
  readonly days?: number;
}

export interface Deposited {
  readonly id: string;
  /** For the notice's link. */
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Puts a message where its reader can pick it up, sealed. The same message deposited twice is one:
 * the first content stays, and the token is the same until staff renews the link.
 */
export async function depositMessage(
  db: Database | Tx,
  keys: OrganizationKeys,
  { organizationId, campaignId, contactId, rendered, now, days }: Deposit,
): Promise<Deposited> {
  const organization = await db
    .selectFrom('organizations')
    .select(['number', 'portal'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const id = v7();
  const bucket = bucketOf(contactId);
  await db
    .insertInto('portal_messages')
    .values({
      bucket,
      organization_id: organizationId,
      contact_id: contactId,
      id,
      campaign_id: campaignId,
      link_id: v7(),
      sealed: sealMessage(keys, id, rendered),
      expires_at: daysAfter(now, days ?? portalSettings(organization).days),
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['bucket', 'organization_id', 'contact_id', 'campaign_id']).doNothing(),
    )
    .execute();
  const row = await db
    .selectFrom('portal_messages')
    .select(['id', 'link_id', 'expires_at'])
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const token = portalToken(keys, organization.number, { linkId: row.link_id, contactId });
  return { id: row.id, token, expiresAt: row.expires_at };
}

export const daysAfter = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000);
