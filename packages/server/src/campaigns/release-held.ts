import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

/** Lets held campaigns try again at once: how their mail is sent has just been changed. */
export async function releaseHeld(tx: Tx, organizationId: string): Promise<void> {
  await tx
    .updateTable('campaigns')
    .set({ held_until: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'running')
    .where('held_until', 'is not', null)
    .execute();
}
