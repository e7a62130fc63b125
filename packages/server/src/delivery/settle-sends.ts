import type { SendState } from '@postern/core/delivery';
import { type RawBuilder, sql } from 'kysely';
import { CANCELLED, NO_RULING, rulingNumber } from '../campaigns/index.ts';
import { type Database, list, placesOf } from '../database/index.ts';
import type { Batch, CampaignRef } from './batches.ts';
import type { Rejection } from './rejection-of.ts';

/**
 * What became of one send. Plain data, without a person's values: the journal writes it down. What
 * is null stays as it is.
 */
export interface Settlement {
  readonly batch: Batch;
  readonly contactId: string;
  readonly state: SendState;
  /** Numbers of `send_rulings` and `send_routes`. */
  readonly ruling: number | null;
  readonly route: number | null;
  readonly authorizationId: string | null;
  readonly smtpCode: number | null;
  readonly enhancedCode: string | null;
  /** Scrubbed. */
  readonly reply: string | null;
  /** Until it is due again, for those who wait. */
  readonly seconds: number;
  /** It waits since no TLS to be trusted was to be had. */
  readonly insecure: boolean;
  /** It waits to be sent again and may have arrived: if nothing comes of that, it is uncertain. */
  readonly doubted: boolean;
  readonly way: 'portal' | null;
  /** Where it failed since the server refused it: what is to follow. */
  readonly rejection: Rejection | null;
}

/** What most settlements do not say. */
export const UNSAID: Omit<Settlement, 'batch' | 'contactId' | 'state'> = {
  ruling: null,
  route: null,
  authorizationId: null,
  smtpCode: null,
  enhancedCode: null,
  reply: null,
  seconds: 0,
  insecure: false,
  doubted: false,
  way: null,
  rejection: null,
};

/** A settlement that says no more than the state. */
export function settled(
  { batch, contactId }: { readonly batch: Batch; readonly contactId: string },
  state: SendState,
): Settlement {
  return { ...UNSAID, batch, contactId, state };
}

const OVER = {
  ...NO_RULING,
  code: 'given_up',
  reason: 'The campaign was over before it could be sent.',
};

/**
 * Records what became of sends, in one statement. A batch that is no longer ours is left alone; but
 * a send that became uncertain under our claim is settled, for we do know. What would wait goes the
 * way of its campaign when that was cancelled or is over. Rejections are written down to be heeded.
 * Doing it twice does no harm.
 */
export async function settleSends(
  db: Database,
  { organizationId, id }: CampaignRef,
  owner: string,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  const outcomes = outcomesOf(settlements);
  const column = (
    type: Parameters<typeof list>[0],
    value: (one: Outcome) => string | number | null,
  ) => list(type, outcomes.map(value));
  const contacts = list(
    'uuid',
    outcomes.flatMap((one) => one.contacts),
  );
  const { first, last } = placesOf(outcomes.map((one) => one.contacts));
  const replies = list(
    'text',
    outcomes.flatMap((one) => one.replies),
  );
  const waits = settlements.some(({ state }) => state === 'queued' || state === 'deferred');
  const cancelled = waits ? await rulingNumber(db, organizationId, CANCELLED) : null;
  const over = waits ? await rulingNumber(db, organizationId, OVER) : null;
  await sql`/* prepared: settle_sends */
    with campaign as (
      select state from campaigns where organization_id = ${organizationId} and id = ${id}
      for share
    ), given as materialized (
      -- ids and all: were they compared with values, the planner, which has seen nothing yet of a
      -- campaign that just began, would begin with "the one row" that sends hold of it
      select given.*, (${contacts})[given.first:given.last] as contacts,
        (${replies})[given.first:given.last] as replies,
        ${organizationId}::uuid as organization_id, ${id}::uuid as campaign_id,
        batch.owner as held_by, batch.fence as held_fence,
        case
          when given.state not in ('queued', 'deferred') then given.state
          when campaign.state = 'cancelled' then 'suppressed'
          when campaign.state = 'done' then 'failed'
          else given.state
        end as becomes
      from campaign, unnest(${column('smallint', ({ batch }) => batch.bucket)},
          ${column('integer', ({ batch }) => batch.number)},
          ${column('integer', ({ batch }) => batch.fence)},
          ${list('integer', first)}, ${list('integer', last)},
          ${column('text', ({ state }) => state)},
          ${column('integer', ({ ruling }) => ruling)},
          ${column('integer', ({ route }) => route)},
          ${column('uuid', ({ authorizationId }) => authorizationId)},
          ${column('integer', ({ smtpCode }) => smtpCode)},
          ${column('text', ({ enhancedCode }) => enhancedCode)},
          ${column('integer', ({ replies: said }) => (said.some((reply) => reply !== null) ? 1 : 0))},
          ${column('double precision', ({ seconds }) => seconds)},
          ${column('integer', ({ insecure }) => (insecure ? 1 : 0))},
          ${column('text', ({ way }) => way)},
          ${column('integer', ({ doubted }) => (doubted ? 1 : 0))})
        as given (bucket, number, fence, first, last, state, ruling, route, authorization_id,
          smtp_code, enhanced_code, replied, seconds, insecure, way, doubted),
      -- "offset 0": one look for each; a join reads all batches of the campaign and compares them
      lateral (
        select owner, fence from send_batches
        where bucket = given.bucket and organization_id = ${organizationId} and campaign_id = ${id}
          and number = given.number
        offset 0
      ) as batch
    ), settled as (
      update sends
      set state = case when ${inDoubt} then 'uncertain' else given.becomes end,
        doubted = sends.doubted or given.doubted = 1,
        ruling = case
          when ${inDoubt} then coalesce(sends.ruling, given.ruling)
          when given.becomes = given.state then coalesce(given.ruling, sends.ruling)
          when given.becomes = 'suppressed' then ${cancelled}::integer
          else ${over}::integer end,
        route = coalesce(given.route, sends.route),
        authorization_id = coalesce(given.authorization_id, sends.authorization_id),
        smtp_code = coalesce(given.smtp_code, sends.smtp_code),
        enhanced_code = coalesce(given.enhanced_code, sends.enhanced_code),
        reply = coalesce(case when given.replied = 1
          then given.replies[array_position(given.contacts, sends.contact_id)] end, sends.reply),
        way = coalesce(given.way, sends.way),
        -- one that is not due again was recorded before
        deferrals = sends.deferrals + case
          when given.state = 'deferred' and not (sends.state = 'deferred' and sends.due_at > now())
          then 1 else 0 end,
        insecure = sends.insecure + case
          when given.state = 'deferred' and not (sends.state = 'deferred' and sends.due_at > now())
          then given.insecure else 0 end,
        due_at = case when given.state in ('queued', 'deferred')
          then now() + make_interval(secs => given.seconds) else sends.due_at end,
        settled_at = case when given.becomes in ('queued', 'deferred') then null else now() end,
        -- whoever held it has spoken: nobody is left who could know better, and of those who wait
        -- again it says under which claim, so that they are not taken for handed over when it lapses
        fence = case when given.becomes in ('queued', 'deferred') then given.fence end
      from given
      where sends.bucket = given.bucket and sends.organization_id = given.organization_id
        and sends.campaign_id = given.campaign_id and sends.contact_id = any(given.contacts)
        and ((sends.state in ('queued', 'deferred') and given.held_by = ${owner}
            and given.held_fence = given.fence)
          or (sends.state = 'uncertain' and sends.fence = given.fence))
      returning sends.bucket, sends.contact_id, sends.state, given.number,
        given.becomes in ('queued', 'deferred')
        and (given.held_by is distinct from ${owner} or given.held_fence <> given.fence) as again
    )${noting(organizationId, id, settlements)}
    -- somebody who was taken for uncertain waits again: so does the batch, also one that another
    -- holds, who may be letting go of it this moment
    update send_batches batch
    set state = 'waiting', waiting = greatest(batch.waiting, 1), due_at = now()
    from (select distinct bucket, number from settled where again) as reopened
    where batch.bucket = reopened.bucket and batch.organization_id = ${organizationId}
      and batch.campaign_id = ${id} and batch.number = reopened.number`.execute(db);
}

/** Nothing comes of sending it again, and no server said so: what came before may have arrived. */
const inDoubt = sql`((sends.doubted or given.doubted = 1) and given.smtp_code is null
  and given.becomes in ('refused', 'suppressed', 'failed'))`;

/** What became of several of a batch alike. */
interface Outcome extends Omit<Settlement, 'contactId' | 'reply' | 'rejection'> {
  readonly contacts: string[];
  /** The servers' words to each. */
  readonly replies: (string | null)[];
}

/**
 * Nearly all of a group end alike, but for the name that the server gave each: what is alike is said
 * and worked out once (25 to 16 microseconds of PostgreSQL a send).
 */
function outcomesOf(settlements: readonly Settlement[]): readonly Outcome[] {
  const outcomes = new Map<string, Outcome>();
  for (const one of settlements) {
    const { batch, contactId, reply } = one;
    const whose = `${batch.bucket} ${batch.number} ${batch.fence}`;
    const how = `${one.state} ${one.ruling} ${one.route} ${one.authorizationId} ${one.way}`;
    const said = `${one.smtpCode} ${one.enhancedCode} ${one.seconds} ${one.insecure} ${one.doubted}`;
    const name = `${whose} ${how} ${said}`;
    const known = outcomes.get(name);
    if (known === undefined) {
      outcomes.set(name, { ...one, contacts: [contactId], replies: [reply] });
    } else {
      known.contacts.push(contactId);
      known.replies.push(reply);
    }
  }
  return [...outcomes.values()];
}

/** Costs nothing where no server refused anything. */
function noting(
  organizationId: string,
  campaignId: string,
  settlements: readonly Settlement[],
): RawBuilder<unknown> {
  // a journal of before may not have it
  const rejected = settlements.flatMap(({ contactId, rejection }) =>
    rejection ? [{ contactId, ...rejection }] : [],
  );
  if (rejected.length === 0) return sql``;
  const column = (type: 'uuid' | 'text', of: 'contactId' | 'class' | 'token') =>
    list(
      type,
      rejected.map((one) => one[of]),
    );
  return sql`, noted as (
      insert into rejections (bucket, organization_id, campaign_id, contact_id, class, token)
      select settled.bucket, ${organizationId}, ${campaignId}, settled.contact_id, rejected.class,
        decode(rejected.token, 'base64')
      from settled
      join unnest(${column('uuid', 'contactId')}, ${column('text', 'class')},
        ${column('text', 'token')}) as rejected (contact_id, class, token) using (contact_id)
      where settled.state = 'failed'
      on conflict do nothing
    )`;
}
