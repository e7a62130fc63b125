import { HASH_BYTES, nodeHash, perfectRoot, type Sha256, TILE_WIDTH } from './merkle.ts';

export type OnTile = (level: number, index: number, hashes: Uint8Array) => void;

/** Adds leaves to a tree of which only the right edge is in memory. */
export interface TreeBuilder {
  readonly size: number;
  /** Takes the hash of a leaf, and copies it. */
  add(leaf: Uint8Array): void;
  root(): Uint8Array;
  /** The tiles at the right edge that are not full, those without any hash left out. */
  edge(): readonly { level: number; index: number; hashes: Uint8Array }[];
}

/** How many hashes the last tile of a level holds in a tree of this size; a full one counts as none. */
export function edgeWidth(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level) % TILE_WIDTH;
}

/** How many levels have tiles in a tree of this size. */
export function tileLevels(size: number): number {
  let levels = 0;
  for (let left = size; left > 0; left = Math.floor(left / TILE_WIDTH)) levels += 1;
  return levels;
}

/**
 * Goes on from a tree of `size` leaves whose right edge is `edge`: by level, the hashes of the tile
 * that is not full. Hands each tile that becomes full to `onTile`.
 */
export function treeBuilder(
  sha256: Sha256,
  { size: from, edge }: { size: number; edge: readonly Uint8Array[] },
  onTile: OnTile,
): TreeBuilder {
  let size = from;
  const tiles: { hashes: Uint8Array; width: number }[] = [];
  const tileAt = (level: number) => (tiles[level] ??= emptyTile());
  for (let level = 0; level < tileLevels(from); level += 1) {
    const width = edgeWidth(from, level);
    const hashes = edge[level]?.subarray(0, width * HASH_BYTES) ?? new Uint8Array(0);
    if (hashes.length !== width * HASH_BYTES) {
      throw new RangeError(`The right edge of the tree lacks hashes of level ${level}.`);
    }
    const tile = tileAt(level);
    tile.hashes.set(hashes);
    tile.width = width;
  }

  const push = (level: number, hash: Uint8Array) => {
    const tile = tileAt(level);
    tile.hashes.set(hash, tile.width * HASH_BYTES);
    tile.width += 1;
    if (tile.width < TILE_WIDTH) return;
    const index = Math.floor(size / TILE_WIDTH ** (level + 1)) - 1;
    onTile(level, index, tile.hashes);
    const root = perfectRoot(sha256, tile.hashes);
    tiles[level] = emptyTile();
    push(level + 1, root);
  };

  return {
    get size() {
      return size;
    },
    add(leaf) {
      size += 1;
      push(0, leaf);
    },
    root() {
      let root: Uint8Array | null = null;
      for (const { hashes, width } of tiles) {
        for (let count = 1, end = width; count <= width; count *= 2) {
          if (Math.floor(end / count) % 2 === 0) continue;
          const part = hashes.subarray((end - count) * HASH_BYTES, end * HASH_BYTES);
          const left = perfectRoot(sha256, part);
          root = root === null ? left : nodeHash(sha256, left, root);
          end -= count;
        }
      }
      return root ?? sha256(new Uint8Array(0));
    },
    edge: () =>
      tiles.flatMap(({ hashes, width }, level) =>
        width === 0
          ? []
          : [
              {
                level,
                index: Math.floor(size / TILE_WIDTH ** (level + 1)),
                hashes: hashes.subarray(0, width * HASH_BYTES),
              },
            ],
      ),
  };
}

const emptyTile = () => ({ hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES), width: 0 });
