import { isOutOfReach } from '@postern/core/returns';
import { sql } from 'kysely';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { ReturnedSend } from './find-send.ts';

/**
 * Whether somebody's soft bounces are too many in a row (`isOutOfReach`), the one that was just
 * recorded included. A message that was accepted and did not come back ends the row, and so does a
 * person who released the address.
 */
export async function outOfReach(
  tx: Tx,
  keys: OrganizationKeys,
  { bucket, contactId }: ReturnedSend,
  email: string,
): Promise<boolean> {
  const { organizationId } = keys;
  const bounced = await sql<{ at: Date }>`
    select min(received_at) as at from returned_mail
    where bucket = ${bucket} and organization_id = ${organizationId}
      and contact_id = ${contactId} and class = 'soft' and counts
    group by campaign_id`.execute(tx);
  const token = keys.lookupToken('email', email);
  const arrived = await sql<{ at: Date }>`
    (select settled_at as at from sends s
    where s.bucket = ${bucket} and s.organization_id = ${organizationId}
      and s.contact_id = ${contactId} and s.state = 'accepted' and s.settled_at is not null
      and not exists (
        select from returned_mail r
        where r.bucket = s.bucket and r.organization_id = s.organization_id
          and r.contact_id = s.contact_id and r.campaign_id = s.campaign_id
          and r.class in ('hard', 'soft', 'policy')
      )
    order by settled_at desc limit 1)
    union all
    (select released_at from suppressions
    where bucket = ${bucketOf(token)} and organization_id = ${organizationId}
      and token = ${token} and released_at is not null
    order by released_at desc limit 1)`.execute(tx);
  const times = (rows: readonly { at: Date }[]) => rows.map(({ at }) => at.getTime());
  return isOutOfReach(times(bounced.rows), times(arrived.rows));
}
