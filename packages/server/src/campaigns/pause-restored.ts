import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { type CampaignRow, campaignRow } from './campaign-row.ts';
import { enterState } from './enter-state.ts';
import { inEveryBucket } from './every-bucket.ts';
import { NO_RULING, rulingNumber } from './rulings.ts';

interface Restored {
  /** When the backup was made. */
  readonly madeAt: Date;
  readonly now: Date;
  /** Nothing was sent after it: somebody says so. */
  readonly nothingSentSince: boolean;
}

/** Of those who waited when the backup was made. */
const RESTORED = {
  ...NO_RULING,
  reason: 'It waited when the backup was made; whether it left after that is not known.',
};

/**
 * In a database that was restored from a backup: a campaign that ran or was paused waits for a person. Who
 * waited in it may have got the message after the backup was made, of which nothing is known here.
 * Marketing is then `uncertain`, and not sent again blindly; a result or a reminder that comes to nothing
 * would be worse than one that comes twice, so it goes again under the same Message-ID.
 */
export async function pauseRestored(
  tx: Tx,
  organizationId: string,
  { madeAt, now, nothingSentSince }: Restored,
): Promise<{ readonly campaigns: number; readonly uncertain: number }> {
  const rows = await tx
    .selectFrom('campaigns')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('state', 'in', ['running', 'paused'])
    .forUpdate()
    .execute();
  let uncertain = 0;
  for (const row of rows) {
    const campaign = campaignRow(row);
    if (!nothingSentSince) {
      uncertain += await (campaign.stream === 'transactional'
        ? doubtWaiting(tx, campaign)
        : endWaiting(tx, campaign, now));
    }
    if (campaign.state === 'running') await enterState(tx, campaign, 'paused', now);
    await tx
      .updateTable('campaigns')
      .set({ held_reason: reasonOf(campaign, madeAt, nothingSentSince), held_until: null })
      .where('organization_id', '=', organizationId)
      .where('id', '=', campaign.id)
      .execute();
  }
  return { campaigns: rows.length, uncertain };
}

function reasonOf({ stream }: CampaignRow, madeAt: Date, nothingSentSince: boolean): string {
  const when = `${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const then = nothingSentSince
    ? 'Nothing was sent since: whoever waits, waits still.'
    : stream === 'transactional'
      ? 'Who waited may have got the message since; resumed, it goes again, as the same message.'
      : 'Who waited may have got the message since: they are uncertain, and nothing goes to them again.';
  return `Restored from the backup of ${when}. ${then}`;
}

async function endWaiting(
  tx: Tx,
  { organization_id, id }: CampaignRow,
  now: Date,
): Promise<number> {
  const ruling = await rulingNumber(tx, organization_id, RESTORED);
  const { numAffectedRows = 0n } = await sql`
    update sends set state = 'uncertain', ruling = coalesce(ruling, ${ruling}), settled_at = ${now}
    where ${inEveryBucket(sql`bucket`)} and organization_id = ${organization_id}
      and campaign_id = ${id} and state in ('queued', 'deferred')`.execute(tx);
  await sql`
    update send_batches set state = 'done', waiting = 0
    where ${inEveryBucket(sql`bucket`)} and organization_id = ${organization_id}
      and campaign_id = ${id}`.execute(tx);
  return Number(numAffectedRows);
}

/** They wait, and are known to have perhaps arrived: a cancellation would call them uncertain. */
async function doubtWaiting(tx: Tx, { organization_id, id }: CampaignRow): Promise<number> {
  await sql`
    update sends set doubted = true
    where ${inEveryBucket(sql`bucket`)} and organization_id = ${organization_id}
      and campaign_id = ${id} and state in ('queued', 'deferred')`.execute(tx);
  return 0;
}
