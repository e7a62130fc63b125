/**
 * Memory that pages are read into again and again: a count of a million reads 30 MB, which would be
 * allocated, cleared and collected anew for each.
 */
export interface Shelf {
  /** Keeps a column as it is stored, so that its values can be read where they lie. */
  put(stored: Uint8Array): Uint8Array;
  /** What was put here is overwritten from now on. */
  clear(): void;
}

/** A column is seldom longer than 8 KB, so that little of a block stays empty. */
const BLOCK_BYTES = 262_144;
/** Values follow one byte that says how they are stored, and are 8 bytes wide at most. */
const WIDEST = 8;

export function newShelf(): Shelf {
  const blocks: Uint8Array[] = [];
  let place = 0;
  let end = 0;
  return {
    put(stored) {
      let from = end + WIDEST - 1 - (end % WIDEST);
      if (from + stored.length > (blocks[place]?.length ?? 0)) {
        if (blocks[place] !== undefined) place += 1;
        from = WIDEST - 1;
        const needed = from + stored.length;
        const block = blocks[place];
        if (block === undefined || block.length < needed) {
          blocks[place] = new Uint8Array(Math.max(BLOCK_BYTES, needed));
        }
      }
      end = from + stored.length;
      const kept = blocks[place]?.subarray(from, end) ?? new Uint8Array(stored.length);
      kept.set(stored);
      return kept;
    },
    clear() {
      place = 0;
      end = 0;
    },
  };
}
