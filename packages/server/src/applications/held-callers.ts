import { performance } from 'node:perf_hooks';
import type { Caller } from './caller.ts';

/** What was revoked elsewhere works here so much longer at most; here it ends at once. */
const HELD_MILLISECONDS = 500;
const MOST_HELD = 10_000;

type Held<T extends Caller | { readonly caller: Caller }> = {
  readonly found: T;
  readonly until: number;
};

/**
 * Callers that were just found, for half a second: a program that calls in a row is looked up twice a
 * second and not at every call (the look-up alone costs as much as a cheap call does). A secret that
 * nobody has is never held: it is looked up each time.
 */
export class HeldCallers<T extends Caller | { readonly caller: Caller }> {
  readonly #held = new Map<string, Held<T>>();

  async get(key: string, find: () => Promise<T | null>): Promise<T | null> {
    const at = performance.now();
    const known = this.#held.get(key);
    if (known && known.until > at) return known.found;
    this.#held.delete(key);
    const found = await find();
    if (found === null) return null;
    if (this.#held.size >= MOST_HELD) this.#held.clear();
    this.#held.set(key, { found, until: at + HELD_MILLISECONDS });
    return found;
  }

  /** After a change by this process: it counts from the next call on. */
  forget(): void {
    this.#held.clear();
  }
}
