import { leafHash, leafText, type TreeBuilder } from '@postern/core/audit';
import type { Tx } from '../database/index.ts';
import { sealedRows } from './sealed-rows.ts';
import { sha256 } from './sha256.ts';

const PAGE = 5_000;

/**
 * Adds to the tree what has a number and is not in it yet: the chain that was kept before there was a
 * tree. A gap in it gets a leaf of nothing, so that each later entry stands at its number; the chain's
 * own hashes go on to show what was altered in it.
 */
export async function addTaken(
  tx: Tx,
  organizationId: string,
  tree: TreeBuilder,
  to: number,
): Promise<void> {
  while (tree.size < to) {
    const from = tree.size + 1;
    const end = Math.min(from + PAGE, to + 1);
    const found = await sealedRows(tx, organizationId, from, end);
    const leaves = new Map(
      found.map(({ sequence, entry, mac }) => [sequence, leafText(entry, mac.toString('hex'))]),
    );
    for (let sequence = from; sequence < end; sequence += 1) {
      tree.add(leafHash(sha256, Buffer.from(leaves.get(sequence) ?? '')));
    }
  }
}
