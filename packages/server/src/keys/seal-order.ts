import type { KeyObject } from 'node:crypto';
import { stringify } from 'uuid';
import { PLAIN_AT, sealInto } from './seal.ts';

/** Values in memory that threads share, each to be sealed where it lies. */
export interface Unsealed {
  readonly bytes: SharedArrayBuffer;
  /**
   * Four numbers for each: where its sealed form is to begin, how many bytes of it lie `PLAIN_AT` behind
   * that, and its context: which of `names`, and where the 16 bytes of the id lie that follows it.
   */
  readonly places: Uint32Array;
  readonly names: readonly string[];
}

export interface SealOrder extends Unsealed {
  readonly key: KeyObject;
  readonly version: number;
  /** What each context begins with. */
  readonly prefix: string;
}

export function sealWhereTheyLie({ bytes: shared, places, names, ...order }: SealOrder): void {
  const { key, version, prefix } = order;
  const bytes = Buffer.from(shared);
  for (let index = 0; index < places.length; index += 4) {
    const at = places[index] ?? 0;
    const plain = bytes.subarray(at + PLAIN_AT, at + PLAIN_AT + (places[index + 1] ?? 0));
    const name = names[places[index + 2] ?? 0] ?? '';
    const context = `${prefix}${name}${stringify(bytes, places[index + 3])}`;
    sealInto(key, plain, context, { bytes, at }, version);
  }
}
