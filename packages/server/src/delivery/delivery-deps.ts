import type { Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { RouteOf } from '../destinations/index.ts';
import type { Keyring } from '../keys/index.ts';
import type { OpenShaper } from '../shaping/index.ts';
import type { PickUp } from './pick-up.ts';
import type { SandboxLink } from './sandbox-link.ts';

/** What sending stands on; main.ts puts it together. */
export interface DeliveryDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  /** Where patients reach this server; no slash at its end. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** Null where no sandbox runs on this machine: campaigns in the sandbox are then held. */
  readonly sandbox: SandboxLink | null;
  /** Where this machine keeps the journals of its senders. */
  readonly journalDirectory: string;
  /** Finds the way to the recipients' own mail servers; null: direct delivery is held. */
  readonly routeOf: RouteOf | null;
  /** The secure portal, for messages that find no TLS; null: they fail, and say so. */
  readonly pickUp: PickUp | null;
  /** How long a claim is valid without being renewed; 60. */
  readonly leaseSeconds?: number;
  /** The first hold of a campaign whose mail server cannot be used; 15. */
  readonly holdSeconds?: number;
  /** The first wait after a deferral; 60. */
  readonly retrySeconds?: number;
  /** In place of what the site is known to like, for measurements. */
  readonly limits?: { readonly connections?: number; readonly messagesPerConnection?: number };
  /** In place of the shaper on the database, for measurements. */
  readonly shaper?: OpenShaper;
}

export const leaseOf = ({ leaseSeconds = 60 }: Pick<DeliveryDeps, 'leaseSeconds'>) => leaseSeconds;
