import type { Faults } from '../support/sink/faults.ts';
import type { Step } from './plan.ts';
import type { Postgres } from './postgres.ts';
import type { SmallDisk } from './small-disk.ts';

export interface ChaosOptions {
  /** A migrated database; `postgres` where we may kill its server. */
  readonly url: string;
  readonly postgres: Postgres | null;
  readonly postgresDisk: SmallDisk | null;
  /** One for each sender. */
  readonly journalDisks: readonly (SmallDisk | null)[];
  readonly stream: 'marketing' | 'transactional';
  readonly recipients: number;
  readonly faults: Faults;
  readonly plan: readonly Step[];
  readonly report: (sentence: string) => void;
  /** Aborted: all that was started ends at once, and it rejects. */
  readonly signal?: AbortSignal;
}
