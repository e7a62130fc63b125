import type { SendState } from '@postern/core/delivery';
import { sql } from 'kysely';
import { bucketOf, type Database } from '../database/index.ts';
import type { CampaignRef, Claim } from './claim-sends.ts';

/** What became of a claimed row. What is left out stays as it is. */
export interface Settlement {
  readonly claim: Claim;
  readonly state: Exclude<SendState, 'claimed'>;
  readonly verdict?: string;
  readonly code?: string;
  readonly rule?: number;
  readonly authorizationKind?: string | null;
  readonly citations?: readonly string[];
  readonly reason?: string;
  readonly smtpCode?: number | null;
  readonly enhancedCode?: string | null;
  readonly tls?: {
    readonly protocol: string;
    readonly cipher: string;
    readonly verified: string;
  } | null;
  /** Until it is due again, for `deferred`. */
  readonly retrySeconds?: number;
}

/**
 * Records what became of claimed rows, in one statement. A row that is no longer ours is left alone;
 * one that was given up as uncertain meanwhile is settled, for we do know. What would wait goes the
 * way of its campaign when that was cancelled or is over. Doing it twice does no harm.
 */
export async function settleSends(
  db: Database,
  campaign: CampaignRef,
  owner: string,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  const given = settlements.map(({ claim, tls, ...one }) => ({
    bucket: bucketOf(claim.contactId),
    contact_id: claim.contactId,
    attempt: claim.attempt,
    state: one.state,
    verdict: one.verdict,
    code: one.code,
    rule: one.rule,
    authorization_kind: one.authorizationKind,
    citations: one.citations,
    reason: one.reason,
    smtp_code: one.smtpCode,
    enhanced_code: one.enhancedCode,
    tls_protocol: tls?.protocol,
    tls_cipher: tls?.cipher,
    tls_verified: tls?.verified,
    retry_seconds: one.retrySeconds ?? 0,
    decided: one.state === 'refused' || one.state === 'suppressed',
  }));
  await sql`
    with campaign as (
      select state from campaigns
      where organization_id = ${campaign.organizationId} and id = ${campaign.id}
      for share
    ), given as (
      select given.*, campaign.state as campaign_state,
        case
          when given.state not in ('queued', 'deferred') then given.state
          when campaign.state = 'cancelled' then 'suppressed'
          when campaign.state = 'done' then 'failed'
          else given.state
        end as becomes
      from campaign, jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (
        bucket smallint, contact_id uuid, attempt integer, state text, verdict text, code text,
        rule integer, authorization_kind text, citations text[], reason text, smtp_code integer,
        enhanced_code text, tls_protocol text, tls_cipher text, tls_verified text,
        retry_seconds integer, decided boolean)
    )
    update sends
    set state = given.becomes,
      verdict = coalesce(given.verdict, sends.verdict),
      rule = coalesce(given.rule, sends.rule),
      authorization_kind = case when given.decided then given.authorization_kind
        else sends.authorization_kind end,
      authorization_id = case when given.decided then null else sends.authorization_id end,
      citations = coalesce(given.citations, sends.citations),
      obligations = case when given.decided then null else sends.obligations end,
      code = case
        when given.becomes = given.state then coalesce(given.code, sends.code)
        when given.becomes = 'suppressed' then 'campaign_cancelled' else 'given_up' end,
      reason = case
        when given.becomes = given.state then coalesce(given.reason, sends.reason)
        when given.becomes = 'suppressed' then 'The campaign was cancelled before it was sent.'
        else 'The campaign was over before it could be sent.' end,
      smtp_code = coalesce(given.smtp_code, sends.smtp_code),
      enhanced_code = coalesce(given.enhanced_code, sends.enhanced_code),
      tls_protocol = coalesce(given.tls_protocol, sends.tls_protocol),
      tls_cipher = coalesce(given.tls_cipher, sends.tls_cipher),
      tls_verified = coalesce(given.tls_verified, sends.tls_verified),
      deferrals = sends.deferrals + case when given.state = 'deferred' then 1 else 0 end,
      due_at = case when given.state = 'deferred'
        then now() + make_interval(secs => given.retry_seconds) else sends.due_at end,
      handed_over_at = case when given.becomes = 'queued' then null else sends.handed_over_at end,
      decided_at = case when given.decided then now() else sends.decided_at end,
      settled_at = case when given.becomes in ('queued', 'deferred') then null else now() end,
      owner = case when given.becomes = 'uncertain' then sends.owner end,
      lease_until = null
    from given
    where sends.bucket = given.bucket
      and sends.organization_id = ${campaign.organizationId}
      and sends.campaign_id = ${campaign.id}
      and sends.contact_id = given.contact_id
      and sends.state in ('claimed', 'uncertain')
      and sends.state <> given.becomes
      and sends.owner = ${owner}
      and sends.attempt = given.attempt`.execute(db);
}
