import { hash } from 'node:crypto';
import { HASH_BYTES, perfectRoot, TILE_WIDTH } from '@postern/core/audit';
import { eachLeaf } from './leaf-bytes.ts';
import { sha256 } from './sha256.ts';

/** Entries that follow one another, and the tree's hashes of them. */
export interface Chunk {
  readonly organizationId: string;
  /** How many entries stand before; a multiple of a tile's width. */
  readonly from: number;
  readonly count: number;
  /** What COPY gave of them. */
  readonly answer: Uint8Array<ArrayBuffer>;
  /** Of each entry, where it was found. */
  readonly hashes: Uint8Array<ArrayBuffer>;
}

export interface Hashed {
  /** The number of the first entry that has another hash or is missing; null: all are right. */
  readonly wrong: number | null;
  /** The root of every whole tile, one after the other. */
  readonly roots: Uint8Array<ArrayBuffer>;
}

/** Hashes entries and compares them with the tree. */
export function hashChunk({ organizationId, from, count, answer, hashes }: Chunk): Hashed {
  const expected = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.length);
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.length);
  let right = 0;
  let wrong: number | null = null;
  eachLeaf(bytes, organizationId, ({ sequence, leaf }) => {
    if (wrong !== null) return;
    const place = right * HASH_BYTES;
    // as texts of a byte a character: a Buffer for each would be a fifth of what an entry takes
    const same =
      hash('sha256', leaf, 'binary') === expected.toString('latin1', place, place + HASH_BYTES);
    if (same && sequence === from + right + 1) right += 1;
    else wrong = from + right + 1;
  });
  if (right < count) wrong ??= from + right + 1;
  const tiles = wrong === null ? Math.floor(count / TILE_WIDTH) : 0;
  const roots = new Uint8Array(tiles * HASH_BYTES);
  for (let tile = 0; tile < tiles; tile += 1) {
    const start = tile * TILE_WIDTH * HASH_BYTES;
    const whole = hashes.subarray(start, start + TILE_WIDTH * HASH_BYTES);
    roots.set(perfectRoot(sha256, whole), tile * HASH_BYTES);
  }
  return { wrong, roots };
}
