import type { Stream } from '@postern/core/campaigns';
import { type Got, PERIOD_DAYS } from '@postern/core/consent';
import { sql } from 'kysely';
import { bucketOf, type Database, list, type Tx } from '../database/index.ts';

/**
 * When messages of the stream were accepted for these people in the last 30 days, the longest period
 * of a limit; whoever got none is missing from the answer. One query for all.
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
  now: Date,
): Promise<ReadonlyMap<string, Got>> {
  const got = new Map<string, number[]>();
  if (contactIds.length === 0) return got;
  const since = new Date(now.getTime() - PERIOD_DAYS.month * 86_400_000);
  const { rows } = await sql<{ contact_id: string; at: Date }>`/* prepared: messages_got */
    select wanted.contact_id, sent.settled_at as at
    from unnest(${list('smallint', contactIds.map(bucketOf))}, ${list('uuid', contactIds)})
      as wanted (bucket, contact_id),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select campaign_id, settled_at from sends
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and contact_id = wanted.contact_id and state = 'accepted' and settled_at > ${since}
      offset 0
    ) sent,
    lateral (
      select from campaigns
      where organization_id = ${organizationId} and id = sent.campaign_id and stream = ${stream}
      offset 0
    ) campaign`.execute(db);
  for (const { contact_id: id, at } of rows) {
    const times = got.get(id);
    if (times === undefined) got.set(id, [at.getTime()]);
    else times.push(at.getTime());
  }
  return got;
}
