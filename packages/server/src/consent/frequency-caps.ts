import { type Cap, DEFAULT_CAP, type LeftStream } from '@postern/core/consent';
import type { Database, Tx } from '../database/index.ts';

/** How many messages of a stream one person gets at most; null: as many as there are. */
export type Caps = Readonly<Record<LeftStream, Cap | null>>;

export interface FrequencyCaps extends Caps {
  /** 0 while nobody has set them, and the defaults hold. */
  readonly version: number;
}

/** As the organization wants it now; where it has said nothing, three a week of marketing. */
export async function frequencyCaps(
  db: Database | Tx,
  organizationId: string,
): Promise<FrequencyCaps> {
  const rows = await db
    .selectFrom('frequency_caps')
    .select(['stream', 'most', 'period', 'version'])
    .where('organization_id', '=', organizationId)
    .execute();
  const said = (stream: LeftStream, otherwise: Cap | null) => {
    const row = rows.find((one) => one.stream === stream);
    if (row === undefined) return otherwise;
    return row.most === null ? null : { most: row.most, period: row.period };
  };
  return {
    marketing: said('marketing', DEFAULT_CAP),
    transactional: said('transactional', null),
    version: Math.max(0, ...rows.map(({ version }) => version)),
  };
}
