import { sql } from 'kysely';
import { list, type Tx } from '../database/index.ts';
import type { TrackedSend } from './tracked-send.ts';

/** The messages of these people, of one organization, from which they left: "campaign contact". */
export async function leftBefore(tx: Tx, sends: readonly TrackedSend[]): Promise<Set<string>> {
  const [first] = sends;
  if (first === undefined) return new Set();
  const { rows } = await sql<{ readonly campaign_id: string; readonly contact_id: string }>`
    select event.campaign_id, event.contact_id
    from unnest(
        ${list(
          'smallint',
          sends.map(({ bucket }) => bucket),
        )},
        ${list(
          'uuid',
          sends.map(({ contactId }) => contactId),
        )}
      ) as wanted (bucket, contact_id),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select campaign_id, contact_id from events
      where bucket = wanted.bucket and organization_id = ${first.organizationId}
        and contact_id = wanted.contact_id and kind = 'unsubscribe'
      offset 0
    ) event`.execute(tx);
  return new Set(rows.map((row) => `${row.campaign_id} ${row.contact_id}`));
}
