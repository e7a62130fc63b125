import { afterNone, afterOne, type Rate, waitFor } from '@postern/core/shaping';

/** One thing that is paced. */
export interface Paced {
  readonly key: string;
  readonly rate: Rate;
  /** Counts, but waits for nobody: so that marketing makes room for what went before it. */
  readonly counted?: true;
}

/** The instants of rest of everything that is paced here, by a clock that never goes back. */
export class Cells {
  readonly #restsAt = new Map<string, number>();

  /** Takes a place in all of them, or in none: then the milliseconds to wait. */
  take(asked: readonly Paced[], now: number): number {
    let wait = 0;
    for (const { key, rate, counted } of asked) {
      if (!counted) wait = Math.max(wait, waitFor(this.#restsAt.get(key) ?? 0, rate, now));
    }
    if (wait > 0) return wait;
    for (const { key, rate } of asked) {
      this.#restsAt.set(key, afterOne(this.#restsAt.get(key) ?? 0, rate, now));
    }
    return 0;
  }

  giveBack(asked: readonly Paced[]): void {
    for (const { key, rate } of asked) {
      const restsAt = this.#restsAt.get(key);
      if (restsAt !== undefined) this.#restsAt.set(key, afterNone(restsAt, rate));
    }
  }

  /** Forgets what is at rest: it is as if it had never been. */
  sweep(now: number): void {
    for (const [key, restsAt] of this.#restsAt) if (restsAt <= now) this.#restsAt.delete(key);
  }
}
