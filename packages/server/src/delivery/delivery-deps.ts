import type { Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import type { Sandbox } from './start-sandbox.ts';

/** What sending stands on; main.ts puts it together. */
export interface DeliveryDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  /** Where patients reach this server; no slash at its end. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** Null where no sandbox runs in this process: campaigns in the sandbox are then held. */
  readonly sandbox: Sandbox | null;
  /** How long a claim is valid without being renewed; 60. */
  readonly leaseSeconds?: number;
  /** The first hold of a campaign whose mail server cannot be used; 15. */
  readonly holdSeconds?: number;
}

export const leaseOf = ({ leaseSeconds = 60 }: DeliveryDeps) => leaseSeconds;
