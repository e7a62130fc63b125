import type { Stream } from '@postern/core/campaigns';
import { type Got, PERIOD_DAYS } from '@postern/core/consent';
import { sql } from 'kysely';
import { byBucket, type Database, type Tx } from '../database/index.ts';

/**
 * When messages of the stream were accepted for these people in the last 30 days, the longest period
 * of a limit; whoever got fewer than `fewest`, the smallest limit, is missing from the answer. One query
 * for all.
 *
 * What is on its way is not counted: when campaigns run at the same time, somebody in several of them
 * can get more than the limit by as many as are handed over for them at that moment. Counting those
 * would need a lock for each person, held from the decision to the reply.
 */
export async function messagesGot(
  db: Database | Tx,
  organizationId: string,
  contactIds: readonly string[],
  stream: Stream,
  fewest: number,
  now: Date,
): Promise<ReadonlyMap<string, Got>> {
  const got = new Map<string, Got>();
  if (contactIds.length === 0 || fewest === Number.POSITIVE_INFINITY) return got;
  const since = new Date(now.getTime() - PERIOD_DAYS.month * 86_400_000);
  const { rows } = await sql<{ contact_id: string; at: number[] }>`/* prepared: messages_got */
    select sent.contact_id, array_agg(date_part('epoch', sent.settled_at) * 1000) as at
    from ${byBucket(contactIds)} as wanted,
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select contact_id, campaign_id, settled_at from sends
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and contact_id = any(wanted.ids) and state = 'accepted' and settled_at > ${since}
      offset 0
    ) sent,
    lateral (
      select from campaigns
      where organization_id = ${organizationId} and id = sent.campaign_id and stream = ${stream}
      offset 0
    ) campaign
    group by sent.contact_id having count(*) >= ${fewest}`.execute(db);
  for (const { contact_id: id, at } of rows) got.set(id, at);
  return got;
}
