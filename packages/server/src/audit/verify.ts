import { treeBuilder } from '@postern/core/audit';
import { sql } from 'kysely';
import { copyOutBytes, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type KnownCheckpoint, knownCheckpoints } from './known-checkpoints.ts';
import { eachLeaf, LEAF_COLUMNS } from './leaf-bytes.ts';
import { entryBreak, firstBreak } from './name-break.ts';
import { pendingBreak } from './pending-break.ts';
import { sealLedger } from './seal-ledger.ts';
import { sealedRows } from './sealed-rows.ts';
import { sha256 } from './sha256.ts';
import { type Break, verifyChained } from './verify-chained.ts';

export type Verification =
  | { readonly intact: true; readonly entries: number; readonly sentence: string }
  | {
      readonly intact: false;
      readonly entries: number;
      readonly brokenAt: number;
      readonly sentence: string;
    };

/** 64 tiles of the lowest level. */
const CHUNK = 64 * 256;
const HASH = 32;

/**
 * Verifies an organization's ledger, after sealing what was not: every entry is hashed again, the tree
 * is made again from them and compared with the one on record, and its root with every signed
 * checkpoint: those on record, and `checkpoint`, which was kept elsewhere. Names the first entry that
 * was changed, removed or reordered.
 */
export async function verifyAudit(
  database: Database,
  keys: OrganizationKeys,
  { checkpoint }: { checkpoint?: string } = {},
): Promise<Verification> {
  await sealLedger(database, keys);
  return (
    database
      .transaction()
      // one moment: what is appended during the walk does not disturb it
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        const { size, found } = await walk(tx, keys, checkpoint);
        if (found !== null) return { intact: false, entries: found.brokenAt - 1, ...found };
        const sentence = `Intact: ${size} ${size === 1 ? 'entry' : 'entries'}, each at its place in the signed tree.`;
        return { intact: true, entries: size, sentence };
      })
  );
}

async function walk(tx: Tx, keys: OrganizationKeys, kept: string | undefined) {
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
    (await verifyTree(tx, keys, size, known.checkpoints)) ??
    known.problem ??
    (await strayBreak(tx, organizationId, size)) ??
    (await pendingBreak(tx, keys, size));
  return { size, found };
}

const at = (brokenAt: number, sentence: string): Break => ({ brokenAt, sentence });

/** Makes the tree again and compares it, hash by hash, with what is on record. */
async function verifyTree(
  tx: Tx,
  keys: OrganizationKeys,
  size: number,
  checkpoints: readonly KnownCheckpoint[],
): Promise<Break | null> {
  const upper: { level: number; index: number; hashes: Uint8Array }[] = [];
  const tree = treeBuilder(sha256, { size: 0, edge: [] }, (level, index, hashes) => {
    if (level > 0) upper.push({ level, index, hashes });
  });
  const due = checkpoints.toSorted((a, b) => a.size - b.size);
  // the first number at which something is wrong; 0: nothing is
  let wrong = 0;
  let signed: KnownCheckpoint | null = null;
  let ahead = chunk(tx, keys.organizationId, 0);
  for (let from = 0; from < size && wrong === 0 && signed === null; from += CHUNK) {
    const { answer, hashes } = await ahead;
    // the next is on its way while this one is hashed
    if (from + CHUNK < size) ahead = chunk(tx, keys.organizationId, from + CHUNK);
    eachLeaf(answer, keys.organizationId, (sequence, leaf) => {
      if (wrong !== 0 || signed !== null) return;
      const expected = tree.size + 1;
      const hash = sha256(leaf);
      const place = (tree.size - from) * HASH;
      if (sequence !== expected || hashes.compare(hash, 0, HASH, place, place + HASH) !== 0) {
        wrong = expected;
        return;
      }
      tree.add(hash);
      while (due[0]?.size === tree.size) {
        const next = due.shift();
        if (next && !next.root.equals(tree.root())) signed = next;
      }
    });
    if (wrong === 0 && tree.size < Math.min(size, from + CHUNK) && signed === null) {
      wrong = tree.size + 1;
    }
    if (wrong !== 0 || signed !== null) await ahead;
  }
  if (wrong !== 0) return entryAt(tx, keys, wrong, size);
  const mismatch = signed as KnownCheckpoint | null;
  if (mismatch !== null) {
    const first = await firstBreak(tx, keys, mismatch.size + 1);
    return (
      first ??
      at(mismatch.size, `${mismatch.name} signs other entries than those up to ${mismatch.size}.`)
    );
  }
  return tileBreak(tx, keys.organizationId, size, [
    ...upper,
    ...tree.edge().filter(({ level }) => level > 0),
  ]);
}

/** Entries after `from` and the hashes of the tree that they should have. */
async function chunk(tx: Tx, organizationId: string, from: number) {
  const answer = await copyOutBytes(
    tx,
    sql`select ${sql.raw(LEAF_COLUMNS)} from audit_sealed
        where organization_id = ${sql.lit(organizationId)}
          and sequence > ${sql.lit(from)} and sequence <= ${sql.lit(from + CHUNK)}
        order by sequence`,
  );
  const tiles = await tx
    .selectFrom('audit_tiles')
    .select(['index', 'hashes'])
    .where('organization_id', '=', organizationId)
    .where('level', '=', 0)
    .where('index', '>=', from / 256)
    .where('index', '<', (from + CHUNK) / 256)
    .execute();
  const hashes = Buffer.alloc(CHUNK * HASH);
  for (const tile of tiles)
    tile.hashes.copy(hashes, (tile.index - from / 256) * 256 * HASH, 0, 256 * HASH);
  return { answer, hashes };
}

/** What is wrong with the entry of a number, whose hash is not the tree's. */
async function entryAt(
  tx: Tx,
  keys: OrganizationKeys,
  sequence: number,
  size: number,
): Promise<Break> {
  const [row] = await sealedRows(tx, keys.organizationId, sequence, sequence + 1);
  if (row) {
    return (
      entryBreak(keys, row) ??
      at(sequence, `Entry ${sequence} is as written, but the tree’s hash of it was changed.`)
    );
  }
  const later = await tx
    .selectFrom('audit_sealed')
    .select('sequence')
    .where('organization_id', '=', keys.organizationId)
    .where('sequence', '>', sequence)
    .limit(1)
    .executeTakeFirst();
  if (later) return at(sequence, `Entry ${sequence} is missing.`);
  const last = size === sequence ? '' : ` to ${size}`;
  return at(sequence, `Entry ${sequence}${last} is missing from the end.`);
}

async function tileBreak(
  tx: Tx,
  organizationId: string,
  size: number,
  made: readonly { level: number; index: number; hashes: Uint8Array }[],
): Promise<Break | null> {
  const stored = await tx
    .selectFrom('audit_tiles')
    .select(['level', 'index', 'hashes'])
    .where('organization_id', '=', organizationId)
    .where('level', '>', 0)
    .execute();
  const byPlace = new Map(stored.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
  for (const { level, index, hashes } of made) {
    if (byPlace.get(`${level}/${index}`)?.equals(hashes)) continue;
    return at(
      size,
      `All entries are as written, but the tree’s tile ${level}/${index} was changed.`,
    );
  }
  return null;
}

/** A row beyond the end, or before the beginning. */
async function strayBreak(tx: Tx, organizationId: string, size: number): Promise<Break | null> {
  const stray = await tx
    .selectFrom('audit_sealed')
    .select('sequence')
    .where('organization_id', '=', organizationId)
    .where(({ or, eb }) => or([eb('sequence', '<', 1), eb('sequence', '>', size)]))
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  return stray
    ? at(stray.sequence, `Entry ${stray.sequence} was added: the ledger ends at ${size}.`)
    : null;
}
