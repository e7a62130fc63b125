import type { Tx } from '../database/index.ts';
import { type Moved, moveCampaign } from './move-campaign.ts';

/** Nothing more is handed over; what is in flight ends by itself. */
export function pauseCampaign(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<Moved> {
  return moveCampaign(tx, organizationId, id, 'pause', now);
}
