import { entryText } from '@postern/core/audit';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { entryMac } from './entry-mac.ts';
import { pendingRows } from './pending-rows.ts';
import type { Break } from './verify-chained.ts';

const MOST = 10_000;

/** What is wrong with an entry that has no number yet. */
export async function pendingBreak(
  tx: Tx,
  keys: OrganizationKeys,
  size: number,
): Promise<Break | null> {
  for (const held of [true, false]) {
    const rows = await pendingRows(tx, keys.organizationId, { limit: MOST, held });
    for (const { id, entry, mac } of rows) {
      const asWritten = entryMac(keys, entryText(entry)).equals(mac);
      if (asWritten && !held) continue;
      const what = asWritten ? 'was kept from being sealed' : 'is not what was written';
      return { brokenAt: size + 1, sentence: `The entry ${id}, which has no number yet, ${what}.` };
    }
  }
  return null;
}
