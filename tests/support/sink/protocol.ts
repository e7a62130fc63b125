import type { Faults } from './faults.ts';
import type { Counters } from './state.ts';

/** What the sink's process is told. */
export type Asked =
  | { readonly kind: 'faults'; readonly faults: Faults | null }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'pause'; readonly paused: boolean }
  /** Kills the processes at the moment when so many are in the ledger and the last is unanswered. */
  | { readonly kind: 'kill'; readonly count: number; readonly pids: readonly number[] }
  | { readonly kind: 'reset' }
  | { readonly kind: 'sample' };

/** What it tells; `cpu` in milliseconds since its start. */
export type Told =
  | { readonly kind: 'ready'; readonly port: number; readonly authority: string }
  | { readonly kind: 'counters'; readonly counters: Counters; readonly cpu: number }
  | { readonly kind: 'killed'; readonly count: number }
  | { readonly kind: 'sample'; readonly source: Buffer };
