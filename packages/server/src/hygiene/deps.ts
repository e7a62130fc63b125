import type { Database } from '../database/index.ts';
import type { MailCheck } from '../destinations/index.ts';
import type { Keyring } from '../keys/index.ts';

/** What looking at all contacts stands on. */
export interface HygieneDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
  /** Who asks the DNS whether a domain takes mail; called where mail leaves this machine. */
  readonly openMailCheck: () => MailCheck;
}
