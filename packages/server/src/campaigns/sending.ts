import type { Stream } from '@postern/core/campaigns';
import type { Sending } from '@postern/core/consent';
import { frequencyCaps } from '../consent/index.ts';
import type { Database, Tx } from '../database/index.ts';

/** What people's wishes are held against: a campaign's stream and topic, and the limit as it is now. */
export async function loadSending(
  db: Database | Tx,
  organizationId: string,
  stream: Stream,
  topicId: string | null,
): Promise<Sending> {
  const caps = await frequencyCaps(db, organizationId);
  return {
    stream,
    topic: topicId === null ? null : await topicOf(db, organizationId, topicId),
    cap: caps[stream],
  };
}

async function topicOf(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<Sending['topic']> {
  const topic = await db
    .selectFrom('topics')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return topic ?? null;
}
