import type { Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';

/** What mail that comes home stands on. */
export interface ReturnsDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly now: () => Date;
}
