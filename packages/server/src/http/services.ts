import type { Config, Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { Transport } from '../delivery/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Keyring } from '../keys/index.ts';

/** What the routes stand on; the start command puts it together. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  readonly keyring: Keyring;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly now: () => Date;
  /** A way out as the organization's settings say, to be closed by who asked; or why there is none. */
  readonly transportOf: (organizationId: string) => Promise<Transport | string>;
}
