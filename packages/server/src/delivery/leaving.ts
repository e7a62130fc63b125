import type { Batch } from './batches.ts';
import type { Placed } from './place-group.ts';

/** A message that was handed over. */
export interface Leaving extends Placed {
  readonly batch: Batch;
  readonly contactId: string;
  readonly deferrals: number;
  readonly insecure: number;
  readonly ruling: number;
  /** By the monotonic clock, in milliseconds. */
  readonly handedOver: number;
}
