/*
 * A Merkle tree as RFC 9162 (and RFC 6962) hash it, section 2.1: a leaf is SHA-256(0x00, data), a node
 * SHA-256(0x01, left, right). Kept as C2SP's tlog-tiles does: the tile (level, index) holds up to 256
 * hashes, each the root of 256^level leaves; a tile that is full is one hash of the level above.
 */

export type Sha256 = (bytes: Uint8Array) => Uint8Array;
/** The hashes of a tile, one after the other; at least as many as the tree's size asks for. */
export type TileReader = (level: number, index: number) => Promise<Uint8Array>;

export const HASH_BYTES = 32;
export const TILE_WIDTH = 256;
const TILE_LEVELS = 8;

export function leafHash(sha256: Sha256, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes.set(data, 1);
  return sha256(bytes);
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** The root of a whole subtree from its hashes; their number is a power of two. */
export function perfectRoot(sha256: Sha256, hashes: Uint8Array): Uint8Array {
  let row = hashes;
  while (row.length > HASH_BYTES) {
    const above = new Uint8Array(row.length / 2);
    // one message buffer for all pairs: the hash takes no copy of it
    const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
    bytes[0] = 1;
    for (let at = 0; at < row.length; at += 2 * HASH_BYTES) {
      bytes.set(row.subarray(at, at + 2 * HASH_BYTES), 1);
      above.set(sha256(bytes), at / 2);
    }
    row = above;
  }
  return row;
}

/** The largest power of two below `size`, which is 2 or more. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The root of leaves `from` to `to` (exclusive), where `from` is a place at which the tree splits. */
export async function rangeRoot(
  sha256: Sha256,
  tiles: TileReader,
  from: number,
  to: number,
): Promise<Uint8Array> {
  const size = to - from;
  if (size === 0) return sha256(new Uint8Array(0));
  const level = Math.log2(size);
  if (Number.isInteger(level)) return perfectAt(sha256, tiles, level, from / size);
  const split = splitOf(size);
  return nodeHash(
    sha256,
    await rangeRoot(sha256, tiles, from, from + split),
    await rangeRoot(sha256, tiles, from + split, to),
  );
}

/** The root of the subtree number `index` of those with 2^level leaves. */
async function perfectAt(sha256: Sha256, tiles: TileReader, level: number, index: number) {
  const tileLevel = Math.floor(level / TILE_LEVELS);
  const count = 2 ** (level % TILE_LEVELS);
  const first = index * count;
  const hashes = await tiles(tileLevel, Math.floor(first / TILE_WIDTH));
  const from = (first % TILE_WIDTH) * HASH_BYTES;
  const part = hashes.subarray(from, from + count * HASH_BYTES);
  if (part.length < count * HASH_BYTES) {
    throw new RangeError(
      `The tree’s tile ${tileLevel}/${Math.floor(first / TILE_WIDTH)} is short.`,
    );
  }
  return perfectRoot(sha256, part);
}
