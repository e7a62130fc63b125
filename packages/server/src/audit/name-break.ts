import { entryText } from '@postern/core/audit';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { entryMac } from './entry-mac.ts';
import type { SealedRow } from './sealed-rows.ts';
import { sealedRows } from './sealed-rows.ts';
import type { Break } from './verify-chained.ts';

/** How far an entry that is out of place is looked for around its place. */
const NEAR = 1_000;
const PAGE = 5_000;

/** What is wrong with an entry by its own keyed hash; null: it is as written, at its place. */
export function entryBreak(keys: OrganizationKeys, row: SealedRow): Break | null {
  const { sequence, entry, mac } = row;
  // one of the older chain has no hash of its own: `verifyChained` has judged it
  if (entry.id === null) return null;
  const fits = (number: number) =>
    entryMac(keys, entryText({ ...entry, sequence: number })).equals(mac);
  if (fits(sequence)) return null;
  for (let number = Math.max(1, sequence - NEAR); number <= sequence + NEAR; number += 1) {
    if (!fits(number)) continue;
    return {
      brokenAt: sequence,
      sentence: `Entry ${sequence} was reordered: what stands there was written as entry ${number}.`,
    };
  }
  return { brokenAt: sequence, sentence: `Entry ${sequence} is not what was written.` };
}

/** The first entry below a number that its own hash shows to be changed. */
export async function firstBreak(
  db: Database | Tx,
  keys: OrganizationKeys,
  to: number,
): Promise<Break | null> {
  for (let from = 1; from < to; from += PAGE) {
    const rows = await sealedRows(db, keys.organizationId, from, Math.min(from + PAGE, to));
    for (const row of rows) {
      const found = entryBreak(keys, row);
      if (found) return found;
    }
  }
  return null;
}
