import { statesOf } from '@postern/core/campaigns';
import type { SendState } from '@postern/core/delivery';
import { sql } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import { inTransaction, isPassing, type Tx } from '../database/index.ts';
import type { CampaignRef } from './batches.ts';
import { holdCampaign } from './campaign-hold.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

type Deps = Pick<DeliveryDeps, 'database' | 'keyring' | 'log'>;

const AGAIN_SECONDS = 900;

const nobodyWaits = sql<boolean>`not exists (
  select from send_batches batch
  where batch.organization_id = campaigns.organization_id
    and batch.campaign_id = campaigns.id and batch.state = 'waiting')`;

const UNCLOSED =
  'Nobody waits any more, but the campaign could not be closed; the log of the server says why.';

/**
 * Ends the running campaigns in which nobody waits any more. One that cannot be ended (its books do
 * not add up, its organization's key is away) is held and looked at again later: it must not keep
 * the others from being sent.
 */
export async function finishCampaigns(deps: Deps, now: Date): Promise<void> {
  const over = await deps.database
    .selectFrom('campaigns')
    .select(['organization_id as organizationId', 'id'])
    .where('state', '=', 'running')
    .where(sql<boolean>`(held_until is null or held_until <= now())`)
    .where(nobodyWaits)
    .execute();
  for (const campaign of over) {
    try {
      await finish(deps, campaign, now);
    } catch (error) {
      if (isPassing(error)) throw error;
      const { organizationId, id: campaignId } = campaign;
      deps.log.error({ organizationId, campaignId, error }, 'A campaign cannot be closed.');
      await holdCampaign(deps.database, campaign, UNCLOSED, AGAIN_SECONDS);
    }
  }
}

/**
 * The campaign's lock first and the look in a statement of its own: whoever was about to put somebody
 * back into the queue has done so by then, and whoever comes later finds the campaign done.
 */
async function finish(
  { database, keyring }: Deps,
  campaign: CampaignRef,
  now: Date,
): Promise<void> {
  const keys = await keyring.of(campaign.organizationId);
  await inTransaction(database, async (tx) => {
    await tx
      .selectFrom('campaigns')
      .select('id')
      .where('organization_id', '=', campaign.organizationId)
      .where('id', '=', campaign.id)
      .forUpdate()
      .execute();
    if (await openAgain(tx, campaign)) return;
    const done = await tx
      .updateTable('campaigns')
      .set({
        state: 'done',
        finished_at: now,
        updated_at: now,
        version: sql<number>`version + 1`,
        held_reason: null,
        held_until: null,
      })
      .where('organization_id', '=', campaign.organizationId)
      .where('id', '=', campaign.id)
      .where('state', '=', 'running')
      .where(nobodyWaits)
      .returning('audience')
      .executeTakeFirst();
    if (done === undefined) return;
    const subject = { campaignId: campaign.id, ...(await summary(tx, campaign, done.audience)) };
    await appendAudit(tx, keys, { actor: 'system', action: 'campaign.finished', subject }, now);
  });
}

/**
 * Whoever lets go of a batch counts who waits in it a moment before; a word from an earlier holder can
 * come between. Nobody is left behind by that: the batch is opened again. True when there was one.
 */
async function openAgain(tx: Tx, { organizationId, id }: CampaignRef): Promise<boolean> {
  const { rows } = await sql`
    update send_batches batch
    set state = 'waiting', due_at = now()
    from (
      select bucket, contact_id from sends
      where organization_id = ${organizationId} and campaign_id = ${id}
        and state in ('queued', 'deferred')
      limit 1000
    ) as waiting
    where batch.bucket = waiting.bucket and batch.organization_id = ${organizationId}
      and batch.campaign_id = ${id}
      and waiting.contact_id between batch.from_contact and batch.to_contact
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** How it ended for how many, and how many were permitted by what: the ledger's own account. */
async function summary(tx: Tx, campaign: CampaignRef, audience: number | null) {
  const rows = await tx
    .selectFrom('told_sends')
    .select(['state', 'verdict'])
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('organization_id', '=', campaign.organizationId)
    .where('campaign_id', '=', campaign.id)
    .groupBy(['state', 'verdict'])
    .execute();
  const states: Partial<Record<SendState, number>> = {};
  const verdicts: Record<string, number> = {};
  for (const { state, verdict, count } of rows) {
    states[state] = (states[state] ?? 0) + count;
    if (verdict !== null) verdicts[verdict] = (verdicts[verdict] ?? 0) + count;
  }
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  const { waiting: _, ...figures } = statesOf(audience ?? all, states);
  return { ...figures, ...verdicts };
}
