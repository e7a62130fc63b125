/** A stretch in which calls are counted: RateLimit-Policy says `w=60`. */
const WINDOW_SECONDS = 60;

export interface Counted {
  readonly organizationId: string;
  readonly subjectId: string;
  /** When the minute began, in milliseconds. */
  readonly minute: number;
  readonly calls: number;
  readonly refused: number;
}

export interface Room {
  readonly limit: number;
  /** How many more are taken in this minute. */
  readonly remaining: number;
  /** Seconds to the next one. */
  readonly reset: number;
  readonly isOver: boolean;
}

interface Count {
  readonly organizationId: string;
  readonly subjectId: string;
  readonly minute: number;
  /** Of all processes, as it was last told. */
  known: number;
  calls: number;
  refused: number;
}

/**
 * Calls in this minute: what all processes have told of it, and what this one has not told yet. Once a
 * second each tells what it counted, so a limit is passed at most by what the other processes take in
 * that second.
 */
export class Meter {
  #counts = new Map<string, Count>();
  #ended: Count[] = [];

  /** Counts one call, where one more is taken. */
  take(organizationId: string, subjectId: string, limit: number, now: Date): Room {
    const count = this.#of(organizationId, subjectId, now);
    const left = limit - count.known - count.calls;
    const reset = Math.max(1, Math.ceil((count.minute - now.getTime()) / 1000 + WINDOW_SECONDS));
    if (left <= 0) return { limit, remaining: 0, reset, isOver: true };
    count.calls += 1;
    return { limit, remaining: left - 1, reset, isOver: false };
  }

  refuse(organizationId: string, subjectId: string, now: Date): void {
    this.#of(organizationId, subjectId, now).refused += 1;
  }

  #of(organizationId: string, subjectId: string, now: Date): Count {
    const minute = Math.floor(now.getTime() / 60_000) * 60_000;
    const known = this.#counts.get(subjectId);
    if (known?.minute === minute) return known;
    if (known) this.#ended.push(known);
    const made = { organizationId, subjectId, minute, known: 0, calls: 0, refused: 0 };
    this.#counts.set(subjectId, made);
    return made;
  }

  /** Takes out what was not told yet. */
  drain(now: Date): readonly Counted[] {
    const counts = [...this.#ended, ...this.#counts.values()];
    const told = counts
      .filter(({ calls, refused }) => calls + refused > 0)
      .map((one) => ({ ...one }));
    for (const one of counts) {
      one.known += one.calls;
      one.calls = 0;
      one.refused = 0;
    }
    this.#ended = [];
    for (const [key, { minute }] of this.#counts) {
      if (minute < now.getTime() - 2 * 60_000) this.#counts.delete(key);
    }
    return told;
  }

  /** What all processes counted; the calls since the last drain come on top. */
  learn(subjectId: string, minute: number, calls: number): void {
    const count = this.#counts.get(subjectId);
    if (count?.minute === minute) count.known = calls;
  }

  /** It could not be told: it is kept for the next time. */
  giveBack(counted: readonly Counted[]): void {
    for (const one of counted) {
      const count = this.#counts.get(one.subjectId);
      if (count?.minute !== one.minute) this.#ended.push({ ...one, known: 0 });
      else {
        count.calls += one.calls;
        count.known -= one.calls;
        count.refused += one.refused;
      }
    }
  }
}
