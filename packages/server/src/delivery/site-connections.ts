/**
 * The connections of this process to one site, whatever they are for: a site counts them together.
 * Who finds none free is called when one may be, in the order of asking.
 */
export class SiteConnections {
  readonly #waiting = new Set<() => void>();
  readonly #resting = new Set<() => void>();
  #open = 0;

  get open(): number {
    return this.#open;
  }

  /** Somebody waits for a connection: who can spare one ends it. */
  get wanted(): boolean {
    return this.#waiting.size > 0;
  }

  /** `urgent`: one more than the limit, if need be. */
  take(limit: number, urgent = false): boolean {
    if (this.#open >= limit && !urgent) return false;
    this.#open += 1;
    return true;
  }

  giveBack(): void {
    this.#open -= 1;
    for (const grow of [...this.#waiting]) {
      this.#waiting.delete(grow);
      // whoever is still not served waits on
      grow();
    }
  }

  /** A connection that rests is ended for who waits. */
  wait(grow: () => void): void {
    this.#waiting.add(grow);
    this.#resting.values().next().value?.();
  }

  rests(wake: () => void): void {
    this.#resting.add(wake);
  }

  works(wake: () => void): void {
    this.#resting.delete(wake);
  }
}
