import type { Tx } from '../database/index.ts';
import { type Moved, moveCampaign } from './move-campaign.ts';

/** Goes on where it was paused. */
export function resumeCampaign(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<Moved> {
  return moveCampaign(tx, organizationId, id, 'resume', now);
}
