import type { Interview } from '@postern/core/campaigns';
import type { Communication } from '@postern/core/gate';
import type { SegmentTree } from '@postern/core/segments';
import type { Selectable } from 'kysely';
import { validate } from 'uuid';
import type { Database, Tables, Tx } from '../database/index.ts';

type Row = Selectable<Tables['campaigns']>;

/** A campaign as it is stored; what launch froze is null while it is a draft. */
export type CampaignRow = Omit<Row, 'interview' | 'communication' | 'segment_tree'> & {
  readonly interview: Interview;
  readonly communication: Communication | null;
  readonly segment_tree: SegmentTree | null;
};

export function campaignRow(row: Row): CampaignRow {
  return row as CampaignRow;
}

/** The campaign; null when the organization has none of this id. */
export async function findCampaign(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<CampaignRow | null> {
  if (!validate(id)) return null;
  const row = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? campaignRow(row) : null;
}

/** The same, held until the transaction ends: who changes a campaign's state waits in line here. */
export async function lockCampaign(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<CampaignRow | null> {
  if (!validate(id)) return null;
  const row = await tx
    .selectFrom('campaigns')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? campaignRow(row) : null;
}
