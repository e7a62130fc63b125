import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  consistencyProof,
  HASH_BYTES,
  inclusionProof,
  isConsistent,
  leafHash,
  nodeHash,
  rangeRoot,
  rootOfInclusion,
  type Sha256,
  TILE_WIDTH,
  treeBuilder,
} from './index.ts';

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array | null) =>
  bytes === null ? null : Buffer.from(bytes).toString('hex');

/** The tree of so many leaves, and its tiles. */
function treeOf(leaves: readonly Uint8Array[]) {
  const tiles = new Map<string, Uint8Array>();
  const tree = treeBuilder(sha256, { size: 0, edge: [] }, (level, index, hashes) =>
    tiles.set(`${level}/${index}`, hashes),
  );
  for (const leaf of leaves) tree.add(leaf);
  for (const { level, index, hashes } of tree.edge()) tiles.set(`${level}/${index}`, hashes);
  const read = async (level: number, index: number) =>
    tiles.get(`${level}/${index}`) ?? new Uint8Array(0);
  return { root: tree.root(), read };
}

/** As RFC 9162, 2.1.1, defines it. */
function plainRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(sha256, plainRoot(leaves.slice(0, split)), plainRoot(leaves.slice(split)));
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => leafHash(sha256, Buffer.from(`entry ${at}`)));

it('hashes as the reference of Certificate Transparency does', () => {
  const data = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const leaves = data.map((text) => leafHash(sha256, Buffer.from(text, 'hex')));
  expect(hex(treeOf([]).root)).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
  expect(hex(treeOf(leaves.slice(0, 1)).root)).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
  expect(hex(treeOf(leaves).root)).toBe(
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  );
});

const SIZES = [1, 2, 3, 7, 255, 256, 257, 511, 513, 700];

it.each(SIZES)('keeps a tree of %i leaves in tiles', async (size) => {
  const leaves = numbered(size);
  const { root, read } = treeOf(leaves);
  expect(hex(root)).toBe(hex(plainRoot(leaves)));
  expect(hex(await rangeRoot(sha256, read, 0, size))).toBe(hex(root));
});

it.each(SIZES)('proves that a leaf is among %i, and no other in its place', async (size) => {
  const leaves = numbered(size);
  const { root, read } = treeOf(leaves);
  for (const index of [0, 1, 254, 255, 256, size - 1].filter((at) => at < size)) {
    const proof = await inclusionProof(sha256, read, index, size);
    const leaf = leaves[index] ?? new Uint8Array(0);
    expect(hex(rootOfInclusion(sha256, leaf, index, size, proof))).toBe(hex(root));
    const other = leafHash(sha256, Buffer.from('another'));
    expect(hex(rootOfInclusion(sha256, other, index, size, proof))).not.toBe(hex(root));
    expect(rootOfInclusion(sha256, leaf, index, size, [...proof, other])).toBeNull();
    expect(rootOfInclusion(sha256, leaf, size, size, proof)).toBeNull();
  }
});

it.each(SIZES)('proves that a tree grew to %i leaves from each smaller one', async (size) => {
  const leaves = numbered(size);
  const newer = { size, root: treeOf(leaves).root };
  const { read } = treeOf(leaves);
  for (const older of SIZES.filter((one) => one <= size)) {
    const root = plainRoot(leaves.slice(0, older));
    const proof = await consistencyProof(sha256, read, older, size);
    expect(isConsistent(sha256, { size: older, root }, newer, proof)).toBe(true);
    const forged = leafHash(sha256, Buffer.from('another'));
    expect(isConsistent(sha256, { size: older, root: forged }, newer, proof)).toBe(false);
    expect(isConsistent(sha256, { size: older, root }, newer, [...proof, forged])).toBe(false);
  }
});

it('goes on from the right edge of a tree as if it had never been put away', () => {
  const leaves = numbered(600);
  const whole = treeOf(leaves);
  for (const cut of [1, 255, 256, 300, 512]) {
    const first = treeBuilder(sha256, { size: 0, edge: [] }, () => {});
    for (const leaf of leaves.slice(0, cut)) first.add(leaf);
    const edge: Uint8Array[] = [];
    for (const { level, hashes } of first.edge()) edge[level] = hashes;
    const second = treeBuilder(sha256, { size: cut, edge }, () => {});
    for (const leaf of leaves.slice(cut)) second.add(leaf);
    expect(hex(second.root())).toBe(hex(whole.root));
  }
});

it('refuses an edge that lacks hashes', () => {
  const edge = [new Uint8Array((TILE_WIDTH - 2) * HASH_BYTES)];
  expect(() => treeBuilder(sha256, { size: TILE_WIDTH - 1, edge }, () => {})).toThrow(
    'lacks hashes of level 0',
  );
});
