import { NO_ADDRESS_REASON } from '@postern/core/campaigns';
import { sql } from 'kysely';
import { IDS, lockContacts } from '../contacts/index.ts';
import { copyIn, type Tx } from '../database/index.ts';
import { type CompiledSegment, hasEmailAt, membersOf, walkSegment } from '../segments/index.ts';
import type { CampaignRow } from './campaign-row.ts';
import { NO_RULING, rulingNumber } from './rulings.ts';

/** Recipients in a batch: claimed at once by one worker. */
const BATCH = 500;

const COLUMNS = {
  bucket: 'smallint',
  organization_id: 'uuid',
  campaign_id: 'uuid',
  contact_id: 'uuid',
  due_at: 'timestamptz',
  state: 'text',
  ruling: 'integer',
  settled_at: 'timestamptz',
} as const;

/**
 * Writes a row for each member and freezes those who wait into batches of one bucket each; in the order
 * of the batches, so that a batch lies together. Whoever writes contacts waits meanwhile, so that the
 * audience is that of one instant. Answers how many there are.
 */
export async function freezeAudience(
  tx: Tx,
  campaign: CampaignRow,
  segment: CompiledSegment,
  now: Date,
): Promise<number> {
  const { organization_id: organizationId, id: campaignId } = campaign;
  const noAddress = await rulingNumber(tx, organizationId, {
    ...NO_RULING,
    code: 'no_address',
    reason: NO_ADDRESS_REASON,
  });
  await lockContacts(tx, organizationId);
  let audience = 0;
  for await (const pages of walkSegment(tx, segment, { also: [IDS] })) {
    const members = pages.flatMap((page) =>
      membersOf(page).map((member) => ({ ...member, reached: hasEmailAt(page, member.place) })),
    );
    members.sort((a, b) => a.bucket - b.bucket || (a.id < b.id ? -1 : 1));
    const rows = members.map(({ bucket, id, reached }) => {
      const outcome = reached ? ['queued', null, null] : ['suppressed', noAddress, now];
      return [bucket, organizationId, campaignId, id, now, ...outcome];
    });
    await copyIn(tx, 'sends', COLUMNS, rows);
    audience += rows.length;
  }
  await freezeBatches(tx, organizationId, campaignId);
  return audience;
}

/** Puts those of a campaign who wait into batches; done once, when they are frozen. */
export async function freezeBatches(
  tx: Tx,
  organizationId: string,
  campaignId: string,
): Promise<void> {
  await sql`
    insert into send_batches (bucket, organization_id, campaign_id, number, from_contact,
      to_contact, waiting)
    select bucket, ${organizationId}::uuid, ${campaignId}::uuid, number,
      -- there is no min(uuid) before PostgreSQL 18
      (array_agg(contact_id order by contact_id))[1],
      (array_agg(contact_id order by contact_id desc))[1], count(*)
    from (
      select bucket, contact_id,
        (row_number() over (partition by bucket order by contact_id) - 1)::integer
          / ${BATCH}::integer as number
      from sends
      where organization_id = ${organizationId} and campaign_id = ${campaignId}
        and state = 'queued'
    ) as waiting
    group by bucket, number`.execute(tx);
}
