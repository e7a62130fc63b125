import type { HandOver } from './hand-over.ts';
import type { Placed } from './place-group.ts';

/** A message that was handed over. */
export interface Leaving extends Placed, HandOver {
  readonly deferrals: number;
  readonly insecure: number;
  /** By the monotonic clock, in milliseconds. */
  readonly handedOver: number;
}
