import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { knownCheckpoints } from './known-checkpoints.ts';
import { firstBreak } from './name-break.ts';
import { pendingBreak } from './pending-break.ts';
import { sealLedger } from './seal-ledger.ts';
import { at, type Break, verifyChained } from './verify-chained.ts';
import { verifyTree } from './verify-tree.ts';

export type Verification =
  | { readonly intact: true; readonly entries: number; readonly sentence: string }
  | {
      readonly intact: false;
      readonly entries: number;
      readonly brokenAt: number;
      readonly sentence: string;
    };

/** From here on it is worth to start threads. */
const MANY = 100_000;

/**
 * Verifies an organization's ledger, after sealing what was not: every entry is hashed again, the tree
 * is made again from them and compared with the one on record, and its root with every signed
 * checkpoint: those on record, and `checkpoint`, which was kept elsewhere. Names the first entry that
 * was changed, removed or reordered.
 */
export async function verifyAudit(
  database: Database,
  keys: OrganizationKeys,
  { checkpoint, threadsFrom = MANY }: { checkpoint?: string; threadsFrom?: number } = {},
): Promise<Verification> {
  await sealLedger(database, keys);
  return (
    database
      .transaction()
      // one moment: what is appended during the walk does not disturb it
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        const { size, found } = await walk(tx, keys, checkpoint, threadsFrom);
        if (found !== null) return { intact: false, entries: found.brokenAt - 1, ...found };
        const sentence = `Intact: ${size} ${size === 1 ? 'entry' : 'entries'}, each at its place in the signed tree.`;
        return { intact: true, entries: size, sentence };
      })
  );
}

async function walk(tx: Tx, keys: OrganizationKeys, kept: string | undefined, threadsFrom: number) {
  const { organizationId } = keys;
  const head = await tx
    .selectFrom('audit_heads')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  const known = await knownCheckpoints(tx, keys, kept);
  const size = Math.max(head?.sequence ?? 0, head?.tree_size ?? 0, known.size);
  const chain = { length: head?.chained ?? 0, end: head?.hash ?? null };
  const found =
    // making the organization is the first entry of every ledger
    (size === 0 ? at(1, 'The ledger is empty; its beginning was removed.') : null) ??
    (await verifyChained(tx, keys, chain)) ??
    (await verifyTree(tx, keys, size, known.checkpoints, size >= threadsFrom)) ??
    // without a checkpoint the tree proves nothing: the entries are asked one by one
    (known.problem && (await firstBreak(tx, keys, size + 1))) ??
    known.problem ??
    (await strayBreak(tx, organizationId, size)) ??
    (await pendingBreak(tx, keys, size));
  return { size, found };
}

/** A row beyond the end, or before the beginning. */
async function strayBreak(tx: Tx, organizationId: string, size: number): Promise<Break | null> {
  const stray = await tx
    .selectFrom('audit_sealed')
    .select('sequence')
    .where('organization_id', '=', organizationId)
    .where((eb) => eb.or([eb('sequence', '<', 1), eb('sequence', '>', size)]))
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  return stray
    ? at(stray.sequence, `Entry ${stray.sequence} was added: the ledger ends at ${size}.`)
    : null;
}
