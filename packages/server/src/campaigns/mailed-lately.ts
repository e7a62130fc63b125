import { PERIOD_DAYS } from '@postern/core/consent';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import type { AudienceQuestion } from './judged.ts';

/**
 * Who, in these buckets, was sent anything of the stream within the longest period of a limit: of the
 * others no limit can be reached.
 */
export async function mailedLately(
  db: Database | Tx,
  organizationId: string,
  buckets: readonly number[],
  { stream, now }: Pick<AudienceQuestion, 'stream' | 'now'>,
): Promise<ReadonlySet<string>> {
  const since = new Date(now.getTime() - PERIOD_DAYS.month * 86_400_000);
  const { rows } = await sql<{ readonly id: string }>`
    select distinct s.contact_id as id
    from campaigns c
    join sends s on s.bucket = any(${sql.val([...buckets])}::smallint[])
      and s.organization_id = c.organization_id and s.campaign_id = c.id
    where c.organization_id = ${organizationId} and c.stream = ${stream}
      and s.state = 'accepted' and s.settled_at > ${since}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
