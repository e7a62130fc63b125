import { nodeHash, rangeRoot, type Sha256, splitOf, type TileReader } from './merkle.ts';

/** The hashes that lead from leaf `index` to the root of the first `size` (RFC 9162, 2.1.3.1). */
export async function inclusionProof(
  sha256: Sha256,
  tiles: TileReader,
  index: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  const path: Uint8Array[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push(await rangeRoot(sha256, tiles, middle, to));
      to = middle;
    } else {
      path.push(await rangeRoot(sha256, tiles, from, middle));
      from = middle;
    }
  }
  return path.toReversed();
}

/** The root that a leaf's proof leads to (RFC 9162, 2.1.3.2); null when its length does not fit. */
export function rootOfInclusion(
  sha256: Sha256,
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array | null {
  if (index < 0 || index >= size) return null;
  // from the root down, which side the leaf is on
  const sides: ('left' | 'right')[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + splitOf(to - from);
    sides.push(index < middle ? 'left' : 'right');
    if (index < middle) to = middle;
    else from = middle;
  }
  if (sides.length !== proof.length) return null;
  let root = leaf;
  for (const [step, other] of proof.entries()) {
    const side = sides[sides.length - 1 - step];
    root = side === 'left' ? nodeHash(sha256, root, other) : nodeHash(sha256, other, root);
  }
  return root;
}

/** That the first `older` leaves of a tree of `size` are those of the older tree (RFC 9162, 2.1.4.1). */
export async function consistencyProof(
  sha256: Sha256,
  tiles: TileReader,
  older: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  if (older <= 0 || older >= size) return [];
  const path: Uint8Array[] = [];
  let from = 0;
  let to = size;
  // whether the part in hand is the whole older tree, whose root the verifier knows
  let known = true;
  while (older !== to) {
    const middle = from + splitOf(to - from);
    if (older <= middle) {
      path.push(await rangeRoot(sha256, tiles, middle, to));
      to = middle;
    } else {
      path.push(await rangeRoot(sha256, tiles, from, middle));
      from = middle;
      known = false;
    }
  }
  if (!known) path.push(await rangeRoot(sha256, tiles, from, to));
  return path.toReversed();
}

/** Whether a proof leads from the older root to the newer (RFC 9162, 2.1.4.2). */
export function isConsistent(
  sha256: Sha256,
  older: { size: number; root: Uint8Array },
  newer: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && same(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;
  const turns: ('left' | 'right')[] = [];
  let from = 0;
  let to = newer.size;
  while (older.size !== to) {
    const middle = from + splitOf(to - from);
    turns.push(older.size <= middle ? 'left' : 'right');
    if (older.size <= middle) to = middle;
    else from = middle;
  }
  const hashes = [...proof];
  const first = turns.includes('right') ? hashes.shift() : older.root;
  if (first === undefined || hashes.length !== turns.length) return false;
  let oldRoot = first;
  let newRoot = first;
  for (const [step, other] of hashes.entries()) {
    if (turns[turns.length - 1 - step] === 'left') newRoot = nodeHash(sha256, newRoot, other);
    else {
      oldRoot = nodeHash(sha256, other, oldRoot);
      newRoot = nodeHash(sha256, other, newRoot);
    }
  }
  return same(oldRoot, older.root) && same(newRoot, newer.root);
}

const same = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);
