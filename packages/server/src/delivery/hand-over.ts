import type { Permit } from '@postern/core/gate';
import { sql } from 'kysely';
import { bucketOf, type Database } from '../database/index.ts';
import type { CampaignRef, Claim } from './claim-sends.ts';

/** A message that is about to leave, and what it rests on. */
export interface HandOver {
  readonly claim: Claim;
  readonly permit: Permit;
  readonly messageId: string;
  /** How many consent events were on file when the gate decided. */
  readonly consentEvents: number;
}

/**
 * Records that these messages leave now, with the verdict that each rests on, before their first
 * byte does: whatever happens from here on, the row says that the message may be on its way.
 * Answers the contacts whose messages may go. Left out are those of a claim that is no longer ours,
 * of a campaign that was paused or cancelled, and of a person about whose consent something was
 * recorded since the gate decided: they are decided anew.
 */
export async function handOver(
  db: Database,
  campaign: CampaignRef,
  owner: string,
  messages: readonly HandOver[],
  leaseSeconds: number,
): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set();
  const given = messages.map(({ claim, permit, messageId, consentEvents }) => ({
    bucket: bucketOf(claim.contactId),
    contact_id: claim.contactId,
    attempt: claim.attempt,
    consent_events: consentEvents,
    message_id: messageId,
    verdict: permit.verdict,
    code: permit.basis,
    rule: permit.rule,
    authorization_kind: permit.authorization,
    authorization_id: permit.documentId,
    citations: permit.citations,
    obligations: permit.obligations,
    reason: permit.reason,
  }));
  // the share lock puts us before or after a pause or a cancellation, never beside it
  const { rows } = await sql<{ contact_id: string }>`
    with campaign as (
      select state from campaigns
      where organization_id = ${campaign.organizationId} and id = ${campaign.id}
      for share
    ), given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (
        bucket smallint, contact_id uuid, attempt integer, consent_events integer,
        message_id text, verdict text, code text, rule integer, authorization_kind text,
        authorization_id uuid, citations text[], obligations text[], reason text)
    )
    update sends
    set handed_over_at = now(), decided_at = now(),
      lease_until = now() + make_interval(secs => ${leaseSeconds}),
      message_id = given.message_id, verdict = given.verdict, code = given.code,
      rule = given.rule, authorization_kind = given.authorization_kind,
      authorization_id = given.authorization_id, citations = given.citations,
      obligations = given.obligations, reason = given.reason
    from given, campaign
    where campaign.state = 'running'
      and sends.bucket = given.bucket
      and sends.organization_id = ${campaign.organizationId}
      and sends.campaign_id = ${campaign.id}
      and sends.contact_id = given.contact_id
      and sends.state = 'claimed'
      and sends.owner = ${owner}
      and sends.attempt = given.attempt
      and sends.lease_until > now()
      and given.consent_events = (
        select count(*) from consent_events event
        where event.bucket = given.bucket
          and event.organization_id = ${campaign.organizationId}
          and event.contact_id = given.contact_id)
    returning sends.contact_id`.execute(db);
  return new Set(rows.map((row) => row.contact_id));
}
