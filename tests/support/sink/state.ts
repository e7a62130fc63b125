import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';

export interface Counters {
  connections: number;
  /** Answered with 250, or dropped instead of that answer. */
  taken: number;
  bytes: number;
  deferred: number;
  refused: number;
  cutInBody: number;
  cutTaken: number;
  cutLost: number;
  stripped: number;
  slow: number;
  /** MAIL without TLS: must stay 0. */
  inClear: number;
  /** Milliseconds since 1970 of the first MAIL and of the last message taken; 0 for none. */
  firstAt: number;
  lastAt: number;
}

export const noCounts = (): Counters => ({
  connections: 0,
  taken: 0,
  bytes: 0,
  deferred: 0,
  refused: 0,
  cutInBody: 0,
  cutTaken: 0,
  cutLost: 0,
  stripped: 0,
  slow: 0,
  inClear: 0,
  firstAt: 0,
  lastAt: 0,
});

/** What all connections of a sink share. */
export interface SinkState {
  readonly ledger: Ledger;
  readonly counters: Counters;
  /** How often each recipient was asked for; kept only where there are faults. */
  readonly attempts: Map<string, number>;
  faults: Faults | null;
  /** So many there have ever been. */
  connections: number;
  /** Milliseconds before each answer. */
  delay: number;
  /** Whether the next message is kept, and who wants it. */
  sample: ((source: Buffer) => void) | null;
  /** Answers at the end of this turn, after the ledger has been written. */
  soon(answer: () => void): void;
}
