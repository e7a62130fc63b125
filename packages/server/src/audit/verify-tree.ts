import {
  HASH_BYTES,
  perfectRoot,
  rangeRoot,
  TILE_WIDTH,
  type TileReader,
} from '@postern/core/audit';
import { sql } from 'kysely';
import { copyOutBytes, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { Chunk } from './hash-chunk.ts';
import { openHashers } from './hashers.ts';
import type { KnownCheckpoint } from './known-checkpoints.ts';
import { LEAF_COLUMNS } from './leaf-bytes.ts';
import { entryBreak, firstBreak } from './name-break.ts';
import { sealedRows } from './sealed-rows.ts';
import { sha256 } from './sha256.ts';
import { tileReader } from './tiles.ts';
import { at, type Break } from './verify-chained.ts';

/** 64 tiles of the lowest level. */
const CHUNK = 64 * TILE_WIDTH;
const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/**
 * Hashes every entry again and compares it with the tree, makes the tree's upper levels again and
 * compares them, and with the tree that is known to be right the root of every checkpoint.
 */
export async function verifyTree(
  tx: Tx,
  keys: OrganizationKeys,
  size: number,
  checkpoints: readonly KnownCheckpoint[],
  threaded: boolean,
): Promise<Break | null> {
  const { organizationId } = keys;
  const { wrong, roots } = await hashAll(tx, organizationId, size, threaded);
  if (wrong !== null) return entryAt(tx, keys, wrong, size);
  const tiles = tileReader(tx, organizationId);
  const changed = await upperBreak(tiles, size, roots);
  if (changed !== null) return changed;
  for (const { name, size: signed, root } of checkpoints) {
    if (root.equals(await rangeRoot(sha256, tiles, 0, signed))) continue;
    const first = await firstBreak(tx, keys, signed + 1);
    return first ?? at(signed, `${name} signs other entries than the ${signed} that there are.`);
  }
  return null;
}

/** The number of the first entry that is not what the tree says, or the roots of all whole tiles. */
async function hashAll(tx: Tx, organizationId: string, size: number, threaded: boolean) {
  const hashers = openHashers(threaded);
  const roots = Buffer.alloc(Math.floor(size / TILE_WIDTH) * HASH_BYTES);
  let wrong = Number.POSITIVE_INFINITY;
  const under: Promise<void>[] = [];
  try {
    for (let from = 0; from < size && from < wrong; from += CHUNK) {
      const chunk = await chunkOf(tx, organizationId, from, Math.min(CHUNK, size - from));
      const hashed = hashers.hash(chunk).then((found) => {
        wrong = Math.min(wrong, found.wrong ?? wrong);
        roots.set(found.roots, (from / TILE_WIDTH) * HASH_BYTES);
      });
      under.push(hashed);
      // the database is read while the threads hash, but not far ahead of them
      if (under.length >= hashers.width) await under.shift();
    }
    await Promise.all(under);
  } finally {
    await Promise.allSettled(under);
    await hashers.close();
  }
  return { wrong: Number.isFinite(wrong) ? wrong : null, roots };
}

/** Entries after `from` and the hashes of the tree that they should have. */
async function chunkOf(tx: Tx, organizationId: string, from: number, count: number) {
  const answer = await copyOutBytes(
    tx,
    sql`select ${sql.raw(LEAF_COLUMNS)} from audit_sealed
        where organization_id = ${sql.lit(organizationId)}
          and sequence > ${sql.lit(from)} and sequence <= ${sql.lit(from + count)}
        order by sequence`,
  );
  const first = from / TILE_WIDTH;
  const tiles = await tx
    .selectFrom('audit_tiles')
    .select(['index', 'hashes'])
    .where('organization_id', '=', organizationId)
    .where('level', '=', 0)
    .where('index', '>=', first)
    .where('index', '<', first + CHUNK / TILE_WIDTH)
    .execute();
  const hashes = new Uint8Array(CHUNK * HASH_BYTES);
  for (const tile of tiles) {
    hashes.set(tile.hashes.subarray(0, TILE_BYTES), (tile.index - first) * TILE_BYTES);
  }
  // memory of its own, which can be handed to a thread
  const chunk: Chunk = { organizationId, from, count, answer: new Uint8Array(answer), hashes };
  return chunk;
}

/** Makes the levels above the entries again; names a tile that is another. */
async function upperBreak(tiles: TileReader, size: number, roots: Buffer): Promise<Break | null> {
  let row: Uint8Array = roots;
  for (let level = 1; row.length > 0; level += 1) {
    const above: Uint8Array[] = [];
    for (let start = 0; start < row.length; start += TILE_BYTES) {
      const made = row.subarray(start, start + TILE_BYTES);
      const index = start / TILE_BYTES;
      const stored = await tiles(level, index);
      if (Buffer.compare(made, stored) !== 0) {
        const place = `${level}/${index}`;
        return at(size, `All entries are as written, but the tree’s tile ${place} was changed.`);
      }
      if (made.length === TILE_BYTES) above.push(perfectRoot(sha256, made));
    }
    row = Buffer.concat(above);
  }
  return null;
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
    const unlike = `Entry ${sequence} is as written, but the tree’s hash of it was changed.`;
    return entryBreak(keys, row) ?? at(sequence, unlike);
  }
  const later = await tx
    .selectFrom('audit_sealed')
    .select('sequence')
    .where('organization_id', '=', keys.organizationId)
    .where('sequence', '>', sequence)
    .limit(1)
    .executeTakeFirst();
  if (later) return at(sequence, `Entry ${sequence} is missing.`);
  const rest = size === sequence ? ' is' : ` and all after it, to ${size}, are`;
  return at(sequence, `Entry ${sequence}${rest} missing from the end.`);
}
