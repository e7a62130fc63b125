import type pg from 'pg';
import type { Config, Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Keyring } from '../keys/index.ts';

/** What the routes stand on; main.ts puts it together. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly keyring: Keyring;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly now: () => Date;
}
