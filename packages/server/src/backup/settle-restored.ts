import { appendAudit } from '../audit/index.ts';
import { pauseRestored } from '../campaigns/index.ts';
import type { Tx } from '../database/index.ts';
import { doubtClaimed } from '../delivery/index.ts';
import { type InstalledKeyStore, keyring, nextGeneration } from '../keys/index.ts';
import { giveUpOrganization, listOrganizations } from '../organizations/index.ts';
import { lostOrganizations } from './lost-organizations.ts';

export interface Settled {
  /** Organizations whose keys were destroyed since: nothing of theirs opens any more. */
  readonly destroyed: number;
  readonly pausedCampaigns: number;
  /** Messages of which nobody knows whether they left after the backup was made. */
  readonly uncertain: number;
}

interface Circumstances {
  readonly backupId: string;
  /** The name of the key that wrapped the backup's. */
  readonly wrappedBy: string | null;
  readonly madeAt: Date;
  readonly now: Date;
  readonly nothingSentSince: boolean;
}

/**
 * What a restored database needs before anything runs on it: organizations that were destroyed since stay
 * destroyed; what was on its way is in doubt; campaigns wait for a person; the ledgers say what happened.
 */
export async function settleRestored(
  tx: Tx,
  store: InstalledKeyStore,
  { backupId, wrappedBy, madeAt, now, nothingSentSince }: Circumstances,
): Promise<Settled> {
  const lost = await lostOrganizations(tx, store, wrappedBy);
  for (const id of lost) await giveUpOrganization(tx, id, now);
  await doubtClaimed(tx);
  const ring = keyring(store, tx);
  let pausedCampaigns = 0;
  let uncertain = 0;
  for (const { id } of await listOrganizations(tx)) {
    const paused = await pauseRestored(tx, id, { madeAt, now, nothingSentSince });
    pausedCampaigns += paused.campaigns;
    uncertain += paused.uncertain;
    const subject = { backupId, madeAt: madeAt.toISOString(), ...paused };
    const note = { actor: 'system', action: 'backup.restored', subject } as const;
    await appendAudit(tx, await ring.of(id), note, now);
  }
  await nextGeneration(tx);
  return { destroyed: lost.length, pausedCampaigns, uncertain };
}
